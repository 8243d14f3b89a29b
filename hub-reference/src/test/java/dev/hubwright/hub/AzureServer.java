package dev.hubwright.hub;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ManagedIdentityCredential;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in which Microsoft's own library gets a token for the service that the query names, knowing nothing of a hub. */
final class AzureServer {

    private AzureServer() {}

    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(System.getenv("JUPYTERHUB_SERVICE_URL"));
        ManagedIdentityCredential credential = new ManagedIdentityCredentialBuilder().build();
        HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        server.createContext("/", exchange -> {
            String service = exchange.getRequestURI().getQuery();
            byte[] answer = (service == null ? "ready" : token(credential, service)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String token(ManagedIdentityCredential credential, String service) {
        try {
            return credential
                    .getTokenSync(new TokenRequestContext().addScopes(service + "/.default"))
                    .getToken();
        } catch (RuntimeException e) {
            return "refused: "
                    + Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                            .map(Throwable::getMessage)
                            .collect(Collectors.joining(": "));
        }
    }

    static List<String> command() {
        String classPath = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                AzureServer.class.getName());
    }
}
