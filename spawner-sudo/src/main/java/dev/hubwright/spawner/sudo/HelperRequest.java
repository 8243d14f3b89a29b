package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One request to the helper: fields that end in a NUL byte. */
final class HelperRequest {

    private static final int LARGEST = 256 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private HelperRequest() {}

    static HelperRequest of(String action, Markers markers) throws ProviderException {
        HelperRequest request = new HelperRequest();
        request.field("hubwright-spawn 1");
        request.field(action);
        return request.with("hub", markers.hubId())
                .with("instance", markers.instance())
                .with("folder", markers.folder());
    }

    HelperRequest with(String name, Object value) throws ProviderException {
        field(name + "=" + value);
        return this;
    }

    private void field(String text) throws ProviderException {
        if (text.indexOf('\0') >= 0) {
            String name = text.substring(0, Math.max(0, text.indexOf('=')));
            throw ProviderException.permanent(
                    "The server cannot be started; tell whoever runs this hub",
                    "A " + name + " of the server has a NUL character, which no process can be given; remove it");
        }
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
    }

    byte[] toBytes() throws ProviderException {
        field("end");
        if (bytes.size() > LARGEST) {
            throw ProviderException.permanent(
                    "The server cannot be started; tell whoever runs this hub",
                    "Spawner.environment and Spawner.args together are larger than " + LARGEST + " bytes");
        }
        return bytes.toByteArray();
    }
}
