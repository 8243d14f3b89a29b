package dev.hubwright.hub.proxy;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name by which all lines about one request can be found again, in the logs of whoever has handled it. No secret. */
public final class RequestId {

    /** The header field that carries it. */
    public static final String HEADER = "X-Request-ID";

    /** What it is called in the log and in the audit. */
    public static final String KEY = "request_id";

    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9_.:+/=@-]{1,100}");
    private static final int BYTES = 12;

    private RequestId() {}

    /** Whether a value may be one: it goes into logs and headers as it is. */
    public static boolean isGood(String value) {
        return value != null && GOOD.matcher(value).matches();
    }

    /** A new one. */
    public static String fresh() {
        byte[] bytes = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
