package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Acts through our own helper, {@code hubwright-spawn}. */
final class HelperAgent implements Agent {

    /** For name services and PAM modules that are slow, beyond what was asked for itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String CANNOT = "The server cannot be started; tell whoever runs this hub";

    private final Door door;
    private final Markers markers;
    private final AccountConfig config;
    private final Clock clock;

    HelperAgent(Door door, Markers markers, AccountConfig config, Clock clock) {
        this.door = door;
        this.markers = markers;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Outcome start(Launching launching, Started started)
            throws ProviderException, IOException, InterruptedException {
        Duration patience = Duration.between(clock.instant(), launching.deadline());
        Conversation talk = converse(launching.account(), limits(launching), startRequest(launching, patience), true);
        boolean done = false;
        try {
            Outcome outcome = follow(talk, launching, started, patience.plus(PATIENCE));
            done = true;
            return outcome;
        } finally {
            if (done) {
                talk.call.close();
            } else {
                // What it is about to start can be found, and ended, only when it has come so far.
                talk.call.giveUp(PATIENCE);
            }
        }
    }

    private static Limits limits(Launching launching) {
        return new Limits(launching.request().resources(), launching.request().spawnId());
    }

    private HelperRequest startRequest(Launching launching, Duration patience) throws ProviderException {
        List<String> command = launching.command();
        Resources helpersPart =
                door.leavesLimitsToTheHelper() ? launching.request().resources() : Resources.unlimited();
        HelperRequest request = HelperRequest.of("start", markers)
                .with("spawn", launching.request().spawnId())
                .with("name", launching.name())
                .with("command", command.get(0))
                .with("port", launching.port())
                .with(
                        "address",
                        HexFormat.of().formatHex(launching.address().address().getAddress()))
                .with("patience", Math.max(0, patience.toMillis()))
                .with("umask", 022)
                .with("memory", helpersPart.memoryLimit().orElse(0))
                .with(
                        "cpu",
                        helpersPart.cpuLimit().isPresent()
                                ? SystemdScope.percent(helpersPart.cpuLimit().getAsDouble())
                                : 0);
        for (String argument : command.subList(1, command.size())) {
            request.with("argument", argument);
        }
        for (Map.Entry<String, String> variable : launching.environment().entrySet()) {
            request.with("variable", variable.getKey() + "=" + variable.getValue());
        }
        return request;
    }

    private static Outcome follow(Conversation talk, Launching launching, Started started, Duration patience)
            throws ProviderException, IOException, InterruptedException {
        while (true) {
            String[] words = talk.answer(patience).split(" ", 3);
            switch (words[0]) {
                case "started" -> started.process(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "nolog" -> launching.progress().report(10, "Your server's log cannot be kept: " + rest(words));
                case "listening" -> {
                    return new Outcome.Listening();
                }
                case "stranger" -> {
                    return new Outcome.Taken();
                }
                case "exited" -> {
                    return new Outcome.Exited(OptionalInt.of(Integer.parseInt(words[1])));
                }
                case "late" -> {
                    return new Outcome.Late();
                }
                default -> throw talk.unexpected(words[0]);
            }
        }
    }

    private static String rest(String[] words) {
        return String.join(" ", List.of(words).subList(1, words.length));
    }

    @Override
    public int stop(LocalAccount account, AccountState state, boolean graceful)
            throws ProviderException, IOException, InterruptedException {
        Duration term = graceful || config.termTimeout().compareTo(config.killTimeout()) < 0
                ? config.termTimeout()
                : config.killTimeout();
        HelperRequest request = HelperRequest.of("stop", markers)
                .with("spawn", state.spawnId())
                .with("name", state.name())
                .with("pid", isOfThisBoot(state) ? state.pid() : 0)
                .with("birth", state.birth())
                .with("interrupt", graceful ? config.interruptTimeout().toMillis() : 0)
                .with("term", term.toMillis())
                .with("kill", config.killTimeout().toMillis());
        Duration longest = config.interruptTimeout()
                .plus(config.termTimeout())
                .plus(config.killTimeout().multipliedBy(2))
                .plus(PATIENCE);
        String[] words = ask(account, request, longest).split(" ");
        return Integer.parseInt(words[1]);
    }

    private static boolean isOfThisBoot(AccountState state) throws IOException {
        return state.bootId().equals(ProcessTable.ofThisMachine().bootId());
    }

    @Override
    public OptionalInt exitCode(LocalAccount account, AccountState state)
            throws ProviderException, IOException, InterruptedException {
        HelperRequest request = HelperRequest.of("ended", markers)
                .with("spawn", state.spawnId())
                .with("name", state.name());
        String[] words = ask(account, request, PATIENCE).split(" ");
        return words[0].equals("exited") ? OptionalInt.of(Integer.parseInt(words[1])) : OptionalInt.empty();
    }

    @Override
    public List<Live> list(LocalAccount account) throws ProviderException, IOException, InterruptedException {
        Conversation talk = converse(account, Limits.NONE, HelperRequest.of("list", markers), false);
        List<Live> servers = new ArrayList<>();
        try (HelperCall call = talk.call) {
            for (Optional<String> line = talk.next(PATIENCE); line.isPresent(); line = talk.next(PATIENCE)) {
                String[] words = line.get().split(" ");
                servers.add(new Live(words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
            }
        }
        return servers;
    }

    @Override
    public InputStream log(LocalAccount account, AccountState state, LogRequest request)
            throws ProviderException, IOException, InterruptedException {
        byte[] bytes = HelperRequest.of("log", markers)
                .with("name", state.name())
                .with("lines", request.tailLines())
                .with("follow", request.follow() ? 1 : 0)
                .with("pid", state.pid())
                .with("birth", state.birth())
                .toBytes();
        return HelperLog.open(
                door.command(account, Resources.unlimited(), state.spawnId()), door.environment(account), bytes);
    }

    private String ask(LocalAccount account, HelperRequest request, Duration patience)
            throws ProviderException, IOException, InterruptedException {
        Conversation talk = converse(account, Limits.NONE, request, false);
        try (HelperCall call = talk.call) {
            return talk.answer(patience);
        }
    }

    private Conversation converse(LocalAccount account, Limits limits, HelperRequest request, boolean keepOpen)
            throws ProviderException, IOException {
        List<String> command = door.command(account, limits.resources, limits.spawnId);
        return new Conversation(
                account,
                HelperCall.lines(command, door.environment(account), request.toBytes(), keepOpen, Optional.empty()));
    }

    private record Limits(Resources resources, String spawnId) {
        static final Limits NONE = new Limits(Resources.unlimited(), "");
    }

    /** Tells the helper's words from what sudo says. */
    private final class Conversation {

        private static final List<String> WORDS = List.of(
                "started", "nolog", "listening", "stranger", "exited", "late", "left", "unknown", "server", "refused");

        private final LocalAccount account;
        private final HelperCall call;
        private final StringBuilder complaints = new StringBuilder();

        Conversation(LocalAccount account, HelperCall call) {
            this.account = account;
            this.call = call;
        }

        String answer(Duration patience) throws ProviderException, IOException, InterruptedException {
            Optional<String> line = next(patience);
            if (line.isEmpty()) {
                throw unexpected("nothing");
            }
            return line.get();
        }

        Optional<String> next(Duration patience) throws ProviderException, IOException, InterruptedException {
            while (true) {
                Optional<String> line = call.next(patience);
                if (line.isEmpty() && complaints.length() > 0) {
                    throw unexpected("nothing");
                }
                if (line.isEmpty() || WORDS.contains(line.get().split(" ", 2)[0])) {
                    if (line.isPresent() && line.get().startsWith("refused ")) {
                        throw refused(line.get().substring("refused ".length()));
                    }
                    return line;
                }
                complaints.append(complaints.length() > 0 ? "; " : "").append(line.get());
            }
        }

        private ProviderException refused(String sentence) {
            boolean noHome = sentence.contains("home folder");
            return ProviderException.permanent(
                    noHome ? "Your home folder cannot be used; tell whoever runs this hub" : CANNOT,
                    "The helper of " + account.name() + " refuses: " + sentence);
        }

        private ProviderException unexpected(String word) {
            String said = complaints.length() > 0 ? complaints.toString() : word;
            String remedy = door.remedy(account, complaints.toString());
            return ProviderException.permanent(
                    CANNOT, String.format(Locale.ROOT, "%s; it said: %s", remedy, said.isBlank() ? "nothing" : said));
        }
    }
}
