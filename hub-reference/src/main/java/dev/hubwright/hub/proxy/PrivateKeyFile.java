package dev.hubwright.hub.proxy;

import dev.hubwright.api.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in PEM, also encrypted ones (PKCS #8, RFC 5958). */
final class PrivateKeyFile {

    private static final Pattern ENCRYPTED = Pattern.compile(
            "-----BEGIN ENCRYPTED PRIVATE KEY-----(.*?)-----END ENCRYPTED PRIVATE KEY-----", Pattern.DOTALL);

    private PrivateKeyFile() {}

    /** The key in PEM, without encryption. */
    static String read(String pem, Optional<Secret> passphrase, String name) throws IOException {
        if (pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new IOException(
                    name + "key is encrypted in an old form; write it anew with \"openssl pkcs8 -topk8 -v2 aes256\"");
        }
        Matcher encrypted = ENCRYPTED.matcher(pem);
        if (!encrypted.find()) {
            return pem;
        }
        if (passphrase.isEmpty()) {
            throw new IOException(name + "key is encrypted, and no passphrase for it is in the environment");
        }
        try {
            byte[] plain = decrypt(Base64.getMimeDecoder().decode(encrypted.group(1)), passphrase.get());
            String text = Base64.getMimeEncoder().encodeToString(plain);
            return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(name + "key cannot be decrypted; is its passphrase right?", e);
        }
    }

    private static byte[] decrypt(byte[] encoded, Secret passphrase) throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo key = new EncryptedPrivateKeyInfo(encoded);
        // The name of the algorithm alone says "PBES2"; its parameters name the cipher.
        String algorithm = key.getAlgParameters().toString();
        PBEKeySpec password = new PBEKeySpec(passphrase.reveal().toCharArray());
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(password),
                    key.getAlgParameters());
            return key.getKeySpec(cipher).getEncoded();
        } finally {
            password.clearPassword();
        }
    }
}
