package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a password is left in the heap once a login is over: not a string, not an array. */
@RequiresEngine(Engine.PAM_PWDFILE)
class SecretsInMemoryIT {

    /** Half of the bits of what is searched for, so that the search does not find itself. */
    private static final byte MASK = 0x15;

    @TempDir
    Path folder;

    @Test
    void leavesNoPasswordBehind() throws Exception {
        byte[] masked = new byte[24];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = (byte) (('A' + (i * 7) % 26) ^ MASK);
        }
        PamConfig.Builder builder = PasswordFile.in(folder, "nodelay");
        byte[] clear = unmasked(masked);
        String hash = Commands.fed(clear, "openssl", "passwd", "-6", "-stdin").strip();
        Arrays.fill(clear, (byte) 0);
        Machine.write(folder.resolve("people"), "alice:" + hash + "\n");
        PamConfig config = builder.build();
        try (Authenticator pam =
                PamAuthenticatorFactory.create(config, ProviderContext.builder().build())) {
            logIn(pam, masked);
            assertThat(occurrences(masked)).isZero();
        }
    }

    private static void logIn(Authenticator pam, byte[] masked) throws Exception {
        char[] characters = new char[masked.length];
        for (int i = 0; i < masked.length; i++) {
            characters[i] = (char) (masked[i] ^ MASK);
        }
        try (Secret password = Secret.of(characters)) {
            assertThat(pam.authenticate(AuthRequest.builder()
                            .field("username", Secret.of("alice"))
                            .field("password", password)
                            .build()))
                    .isInstanceOf(AuthResult.Granted.class);
        }
        Arrays.fill(characters, '\0');
    }

    private static byte[] unmasked(byte[] masked) {
        byte[] clear = masked.clone();
        for (int i = 0; i < clear.length; i++) {
            clear[i] ^= MASK;
        }
        return clear;
    }

    /** In all that can be reached, as one byte or two for each character, in either order. */
    private long occurrences(byte[] masked) throws Exception {
        Path dump = folder.resolve("heap.hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        long found = 0;
        try (FileChannel channel = FileChannel.open(dump)) {
            MappedByteBuffer heap = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            heap.order(ByteOrder.BIG_ENDIAN);
            for (int i = 0; i < heap.limit() - 2 * masked.length; i++) {
                if (matches(heap, i, 1, masked) || matches(heap, i, 2, masked)) {
                    found++;
                }
            }
        }
        return found;
    }

    private static boolean matches(MappedByteBuffer heap, int start, int step, byte[] masked) {
        for (int i = 0; i < masked.length; i++) {
            if ((heap.get(start + i * step) ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }
}
