package dev.hubwright.hub.settings.python;

import java.math.BigInteger;
import java.util.Locale;

/** Python's numbers, as {@link Long} and {@link Double}. */
final class Numbers {

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** The number, or a text of the same digits where it is too large. */
    static Object parse(String written) throws Unreadable {
        String text = written.replace("_", "").toLowerCase(Locale.ROOT);
        if (text.endsWith("j")) {
            throw new Unreadable("has an imaginary number");
        }
        try {
            if (text.startsWith("0x") || text.startsWith("0o") || text.startsWith("0b")) {
                int radix = text.charAt(1) == 'x' ? 16 : text.charAt(1) == 'o' ? 8 : 2;
                return whole(new BigInteger(text.substring(2), radix));
            }
            return text.matches("\\d+") ? whole(new BigInteger(text)) : (Object) Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Unreadable("has the number " + written + ", which is none");
        }
    }

    private static Object whole(BigInteger number) {
        return number.compareTo(LARGEST) > 0 ? Template.of(number.toString()) : (Object) number.longValueExact();
    }

    /** The number as Python prints it. */
    static String print(Object number) {
        if (number instanceof Double decimal && decimal == Math.rint(decimal) && Math.abs(decimal) < 1e16) {
            return String.format(Locale.ROOT, "%.1f", decimal);
        }
        return String.valueOf(number);
    }

    static Object negative(Object number) throws Unreadable {
        if (number instanceof Long whole) {
            return -whole;
        }
        if (number instanceof Double decimal) {
            return -decimal;
        }
        throw new Unreadable("takes the negative of something that is no number");
    }

    static Object calculate(String operator, Object left, Object right) throws Unreadable {
        try {
            boolean whole = left instanceof Long && right instanceof Long && !operator.equals("/");
            return whole
                    ? (Object) whole(operator, (Long) left, (Long) right)
                    : (Object) decimal(operator, ((Number) left).doubleValue(), ((Number) right).doubleValue());
        } catch (ArithmeticException e) {
            throw new Unreadable("reckons with numbers that are too large, or divides by nothing");
        }
    }

    private static long whole(String operator, long left, long right) throws Unreadable {
        return switch (operator) {
            case "+" -> Math.addExact(left, right);
            case "-" -> Math.subtractExact(left, right);
            case "*" -> Math.multiplyExact(left, right);
            case "//" -> Math.floorDiv(left, right);
            case "%" -> Math.floorMod(left, right);
            case "**" -> power(left, right);
            case "|" -> left | right;
            case "&" -> left & right;
            case "^" -> left ^ right;
            case "<<" -> Math.multiplyExact(left, power(2, right));
            case ">>" -> right >= 0 && right < Long.SIZE ? left >> right : 0;
            default -> throw new Unreadable("has the operator " + operator + ", which is not read");
        };
    }

    private static long power(long base, long exponent) {
        if (exponent < 0 || exponent > Long.SIZE) {
            throw new ArithmeticException();
        }
        return BigInteger.valueOf(base).pow((int) exponent).longValueExact();
    }

    private static double decimal(String operator, double left, double right) throws Unreadable {
        if (right == 0 && operator.matches("/|//|%")) {
            throw new ArithmeticException();
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.floor(left / right);
            case "%" -> left - right * Math.floor(left / right);
            case "**" -> Math.pow(left, right);
            default -> throw new Unreadable("has the operator " + operator + ", which is not read");
        };
    }
}
