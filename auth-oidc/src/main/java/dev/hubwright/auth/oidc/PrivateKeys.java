package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads private keys: PKCS #8 in PEM, or a JWK. */
final class PrivateKeys {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PrivateKeys() {}

    /** Why it cannot be used; never with a part of it. */
    static Optional<String> flaw(String text) {
        try {
            algorithm(read(text));
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(
                    "is not a private RSA or EC key, in PEM with \"BEGIN PRIVATE KEY\" (openssl pkcs8 -topk8 "
                            + "-nocrypt) or as JWK");
        }
    }

    static PrivateKey read(String text) throws GeneralSecurityException {
        return text.strip().startsWith("{") ? ofJwk(text) : ofPem(text);
    }

    private static PrivateKey ofJwk(String text) throws GeneralSecurityException {
        try {
            if (JWK.parse(text) instanceof AsymmetricJWK key && key.toPrivateKey() != null) {
                return key.toPrivateKey();
            }
        } catch (ParseException | JOSEException e) {
            // What it says may quote the key.
        }
        throw new GeneralSecurityException("not a private JWK");
    }

    private static PrivateKey ofPem(String text) throws GeneralSecurityException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException("not PKCS #8 in PEM");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return decoded(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64");
        }
    }

    private static PrivateKey decoded(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        for (String kind : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // Of the other kind, then.
            }
        }
        throw new GeneralSecurityException("neither RSA nor EC");
    }

    /** The algorithm that goes with a key. */
    static JWSAlgorithm algorithm(PrivateKey key) throws GeneralSecurityException {
        if (!(key instanceof ECPrivateKey curved)) {
            return JWSAlgorithm.RS256;
        }
        Curve curve = Curve.forECParameterSpec(curved.getParams());
        if (Curve.P_256.equals(curve)) {
            return JWSAlgorithm.ES256;
        }
        if (Curve.P_384.equals(curve)) {
            return JWSAlgorithm.ES384;
        }
        if (Curve.P_521.equals(curve)) {
            return JWSAlgorithm.ES512;
        }
        throw new GeneralSecurityException("an unknown curve");
    }
}
