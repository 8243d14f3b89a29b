package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Settings;
import dev.hubwright.api.Setup.InstallationFile;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The files that sudo needs: its own drop-in, and our helper with what it may start.
 *
 * @param mediator whether the program is sudospawner's, which is installed already
 */
record SudoSetup(Settings settings, ProviderContext context, String program, boolean mediator) {

    private static final String SUDOERS = "/etc/sudoers.d/hubwright";
    private static final Pattern TO_ESCAPE = Pattern.compile("[ ,:=\\\\()*?\\[\\]!\"]");

    List<InstallationFile> files() {
        List<InstallationFile> files = new ArrayList<>();
        if (!mediator) {
            files.add(new InstallationFile(program, HelperFile.text(), 0755));
            files.add(new InstallationFile(program + ".conf", conf(), 0644));
        }
        files.add(new InstallationFile(SUDOERS, sudoers(), 0440));
        return files;
    }

    private String sudoers() {
        String hub = settings.get(AccountSettings.HUB_USER);
        String command = escaped(program);
        // sudospawner is given its log level; our helper takes no arguments, and "" permits none.
        String arguments = mediator ? "" : " \"\"";
        String who = settings.find(AccountSettings.GROUP)
                .map(group -> "%" + escaped(group))
                .orElseGet(() -> "%REPLACE_BY_THE_GROUP_WHOSE_MEMBERS_GET_SERVERS");
        return """
                # Lets the hub start, show and end servers of the members of one group, and nothing else.
                # Check it before it counts: visudo -c -f FILE
                Defaults!%s env_reset, !requiretty, !pam_session, umask=0077
                %s ALL=(%s) NOPASSWD: %s%s
                """.formatted(command, hub, who, command, arguments);
    }

    private static String escaped(String name) {
        return TO_ESCAPE
                .matcher(name)
                .replaceAll(found -> "\\\\" + java.util.regex.Matcher.quoteReplacement(found.group()));
    }

    private String conf() {
        List<String> command = command();
        StringBuilder conf = new StringBuilder("""
                # What the hub may start as the members of its group. Root's alone, as the program beside it. Print it
                # again with "hubwright setup sudo" when Spawner.cmd, args, shell_cmd, environment or env_keep change.
                min_uid = %d
                path = %s
                """.formatted(settings.get(AccountSettings.MIN_UID), path()));
        int shell = settings.get(LocalSettings.SHELL_CMD).size();
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            line(conf, i == 0 ? "command" : i < shell ? "shell_argument" : "argument", i == 0 ? absolute(word) : word);
        }
        variables().forEach(name -> line(conf, "variable", name));
        return conf.toString();
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(settings.find(SpawnerSettings.CMD).orElse(List.of()));
        words.addAll(settings.get(SpawnerSettings.ARGS));
        return ShellCommand.wrap(settings.get(LocalSettings.SHELL_CMD), words);
    }

    private static void line(StringBuilder conf, String key, String value) {
        conf.append(key).append(" = ").append(value).append('\n');
    }

    private String path() {
        return settings.get(SpawnerSettings.ENVIRONMENT).getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    private String absolute(String command) {
        if (command.startsWith("/")) {
            return command;
        }
        for (String folder : context.environment().getOrDefault("PATH", "").split(":")) {
            if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, command))) {
                return Path.of(folder, command).toString();
            }
        }
        return "/usr/bin/" + command;
    }

    private Set<String> variables() {
        Set<String> names =
                new TreeSet<>(settings.get(SpawnerSettings.ENVIRONMENT).keySet());
        names.addAll(settings.get(LocalSettings.ENV_KEEP));
        return names;
    }
}
