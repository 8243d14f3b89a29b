package dev.hubwright.hub.settings.python;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What files of settings ask of Python's modules: variables of the environment and paths. */
final class SystemFunctions {

    private static final Set<String> KNOWN = Set.of(
            "os.environ.get",
            "os.environ.setdefault",
            "os.environ.update",
            "os.environ.pop",
            "os.getenv",
            "os.putenv",
            "os.getcwd",
            "os.path.join",
            "os.path.abspath",
            "os.path.realpath",
            "os.path.normpath",
            "os.path.dirname",
            "os.path.basename",
            "os.path.expanduser",
            "os.path.exists",
            "os.path.isfile",
            "os.path.isdir",
            "binascii.a2b_hex",
            "binascii.unhexlify",
            "traitlets.config.get_config");

    private final Scope scope;
    private final Operators operators;

    SystemFunctions(Scope scope, Operators operators) {
        this.scope = scope;
        this.operators = operators;
    }

    boolean knows(String dotted) {
        return KNOWN.contains(dotted);
    }

    Object call(String dotted, Arguments arguments) throws Unreadable {
        return switch (dotted) {
            case "os.environ.get", "os.getenv" -> variableOr(arguments);
            case "os.environ.setdefault" -> setDefault(arguments);
            case "os.putenv" -> set(operators.string(arguments.get(0)), arguments.get(1));
            case "os.environ.update" -> update(arguments);
            case "os.environ.pop" ->
                throw new Unreadable("takes a variable out of the environment; unset it where the hub is started");
            case "os.getcwd" -> Template.of(Path.of("").toAbsolutePath().toString());
            case "os.path.join" -> join(arguments);
            case "binascii.a2b_hex", "binascii.unhexlify" -> fromHexadecimal(operators.string(arguments.get(0)));
            case "traitlets.config.get_config" -> new Known.Configuration();
            default -> path(dotted.substring("os.path.".length()), operators.string(arguments.get(0)));
        };
    }

    Template variable(String name) throws Unreadable {
        return scope.variable(name)
                .orElseThrow(
                        () -> new Unreadable("needs the environment variable " + name + ", which is not set; set it"));
    }

    Object set(String name, Object value) throws Unreadable {
        if (!(value instanceof Template text)) {
            throw new Unreadable("sets the environment variable " + name + " to something that is no text");
        }
        scope.variables().put(name, text);
        return None.NONE;
    }

    private Object variableOr(Arguments arguments) throws Unreadable {
        arguments.atMost(2);
        String name = operators.string(arguments.get(0));
        Optional<Object> otherwise = arguments.find(1, "default");
        if (scope.variables().containsKey(name)) {
            return scope.variables().get(name);
        }
        Optional<String> value = Optional.ofNullable(scope.environment().get(name));
        boolean byReference = otherwise.isPresent()
                && otherwise.get() instanceof Template text
                && !text.template().matches("(?s).*[$}].*")
                && value.map(set -> !set.isEmpty()).orElse(true);
        if (byReference) {
            return new Template("${env:" + name + ":-" + ((Template) otherwise.get()).template() + "}");
        }
        if (value.isPresent()) {
            return variable(name);
        }
        scope.freeze(name);
        return otherwise.orElse(None.NONE);
    }

    private Object setDefault(Arguments arguments) throws Unreadable {
        String name = operators.string(arguments.get(0));
        if (scope.variable(name).isEmpty()) {
            set(name, arguments.get(1));
        }
        return variable(name);
    }

    private Object update(Arguments arguments) throws Unreadable {
        for (Map.Entry<Object, Object> entry :
                operators.map(arguments.get(0)).entries().entrySet()) {
            set(operators.string(entry.getKey()), entry.getValue());
        }
        return None.NONE;
    }

    private Template join(Arguments arguments) throws Unreadable {
        Template path = new Template("");
        for (Object part : arguments.positional()) {
            if (!(part instanceof Template text)) {
                throw new Unreadable("joins something to a path that is no text");
            }
            boolean first = path.template().isEmpty() || text.template().startsWith("/");
            String slash = first || path.template().endsWith("/") ? "" : "/";
            path = scope.limited(new Template((first ? "" : path.template()) + slash + text.template()));
        }
        return path;
    }

    private Object path(String function, String written) throws Unreadable {
        try {
            Path path = Path.of(written);
            return switch (function) {
                case "abspath", "realpath" -> text(path.toAbsolutePath().normalize());
                case "normpath" -> text(path.normalize());
                case "dirname" -> Template.of(written.contains("/") ? written.replaceFirst("/+[^/]*$", "") : "");
                case "basename" -> Template.of(written.substring(written.lastIndexOf('/') + 1));
                case "expanduser" -> home(written);
                case "exists" -> Files.exists(path);
                case "isfile" -> Files.isRegularFile(path);
                default -> Files.isDirectory(path);
            };
        } catch (InvalidPathException e) {
            throw new Unreadable("has a path that cannot be one");
        }
    }

    private Template home(String written) throws Unreadable {
        return written.equals("~") || written.startsWith("~/")
                ? Template.of(scope.text(variable("HOME")) + written.substring(1))
                : Template.of(written);
    }

    private static Template text(Path path) {
        return Template.of(path.toString());
    }

    static Known.Bytes fromHexadecimal(String digits) throws Unreadable {
        String bare = digits.replace(" ", "");
        if (bare.length() % 2 != 0 || !bare.matches("[0-9A-Fa-f]*")) {
            throw new Unreadable("makes bytes of something that is no row of hexadecimal digits");
        }
        StringBuilder letters = new StringBuilder();
        for (byte value : HexFormat.of().parseHex(bare)) {
            letters.append((char) (value & 0xff));
        }
        return new Known.Bytes(letters.toString());
    }
}
