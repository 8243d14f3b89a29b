package dev.hubwright.hub.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out early what Java would only tell, and vaguely, when somebody connects. */
final class PemFiles {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private PemFiles() {}

    /** The first certificate of a file that has to hold some. */
    static Certificate first(String pem, String named) throws IOException {
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
            if (pem.contains("-----BEGIN CERTIFICATE-----") && !all.isEmpty()) {
                return all.iterator().next();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(named + " holds no certificate in PEM that can be read", e);
        }
        throw new IOException(named + " holds no certificate in PEM");
    }

    /** Refuses a file without a key, and a key that the certificate is not for. */
    static void requireKeyOf(Certificate certificate, String pem, String named) throws IOException {
        if (!pem.contains("PRIVATE KEY-----")) {
            throw new IOException(named + " holds no private key in PEM");
        }
        Matcher plain = PKCS8.matcher(pem);
        PublicKey theirs = certificate.getPublicKey();
        if (plain.find() && SIGNATURES.containsKey(theirs.getAlgorithm()) && !belongs(plain.group(1), theirs)) {
            throw new IOException(named + " is not the key of the certificate beside it");
        }
    }

    private static boolean belongs(String base64, PublicKey theirs) {
        try {
            PrivateKey key = KeyFactory.getInstance(theirs.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            Signature signature = Signature.getInstance(SIGNATURES.get(theirs.getAlgorithm()));
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(theirs);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
