package dev.hubwright.hub.services;

import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/** Asks services whether they are there, all at once, for at most two seconds. Thread-safe; blocks so long. */
public final class ServiceProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    /** Connects to nothing yet. */
    public ServiceProbe() {}

    /** Which of them answer, whatever they say; those that have no HTTP address are not in it. */
    public Map<String, Boolean> ask(Collection<ServiceDefinition> services, Services all) {
        Map<String, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
        for (ServiceDefinition service : services) {
            address(service, all).ifPresent(address -> asked.put(service.name(), answers(address)));
        }
        Map<String, Boolean> answers = new LinkedHashMap<>();
        asked.forEach((name, answer) -> answers.put(name, answer.join()));
        return answers;
    }

    private static Optional<URI> address(ServiceDefinition service, Services all) {
        return service.url()
                .filter(url -> "http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                .map(url -> url.resolve(all.prefix(service).orElse("/")));
    }

    private CompletableFuture<Boolean> answers(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((response, trouble) -> trouble == null || isThere(trouble));
    }

    /** Who shows a certificate that the hub does not know is there all the same. */
    private static boolean isThere(Throwable trouble) {
        return trouble instanceof SSLException || trouble.getCause() instanceof SSLException;
    }
}
