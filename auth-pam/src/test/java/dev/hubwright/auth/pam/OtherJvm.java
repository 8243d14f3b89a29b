package dev.hubwright.auth.pam;

import com.sun.jna.Native;
import dev.hubwright.api.ProviderContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** {@link LoginTool} in another process: of another user, or in a view of the system of its own. */
final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Path errors;

    private OtherJvm(Process process, Path errors) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.errors = errors;
    }

    /**
     * Starts it.
     *
     * @param folder where it finds its classes, which every user may read
     * @param prefix the program that starts it, with its arguments
     * @param arguments what {@code main} gets
     */
    static OtherJvm start(Path folder, List<String> prefix, String... arguments) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path libraries = Files.createDirectories(folder.resolve("libraries"));
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Class<?> type :
                List.of(PamAuthenticator.class, LoginTool.class, ProviderContext.class, Native.class, Logger.class)) {
            copy(type, classes, libraries);
        }
        List<String> command = new ArrayList<>(prefix);
        String java = ProcessHandle.current().info().command().orElse("java");
        // A JVM in another process namespace has the same number, and the file of that name; it would say so.
        command.addAll(List.of(java, "-XX:-UsePerfData"));
        command.addAll(List.of("-Djna.tmpdir=" + temporary, "-XX:ErrorFile=" + temporary + "/crash.log", "-cp"));
        command.add(classes + ":" + libraries + "/*");
        command.add(LoginTool.class.getName());
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors.log");
        return new OtherJvm(
                Commands.builder(command.toArray(String[]::new))
                        .redirectError(errors.toFile())
                        .start(),
                errors);
    }

    private static void copy(Class<?> type, Path classes, Path libraries) throws IOException {
        try {
            Path source = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isRegularFile(source)) {
                Files.copy(source, libraries.resolve(source.getFileName()));
                return;
            }
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = classes.resolve(source.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    if (!Files.exists(target)) {
                        Files.copy(file, target);
                    }
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Gives it a command and reads the answer. */
    String ask(String... words) {
        try {
            process.getOutputStream().write((String.join("\t", words) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("The JVM is gone: " + Files.readString(errors));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it end by itself, and says how it ended. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
