package dev.hubwright.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The dashboard for Grafana that comes with the hub. */
record Dashboard(List<String> expressions) {

    private static final Path FILE = Path.of("..", "deploy", "grafana", "hubwright.json");
    private static final Pattern METRIC = Pattern.compile("[a-z]+(?:_[a-z0-9]+)+(?=[{\\[])");

    static Dashboard read() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(FILE.toFile()).path("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        return new Dashboard(expressions);
    }

    /** As Prometheus takes them, for a job. */
    List<String> of(String job, String interval) {
        return expressions.stream()
                .map(expression -> expression.replace("$job", job).replace("$__rate_interval", interval))
                .toList();
    }

    /** The metrics that are used. */
    Set<String> metrics() {
        return expressions.stream()
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
