package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProvidersTest {

    @TempDir
    Path folder;

    @Test
    void findsProvidersByIdAndAlias() throws IOException {
        Providers<Factory> providers = discover(jar("good", Good.class));

        assertThat(providers.all()).extracting(ProviderFactory::id).containsExactly("good");
        assertThat(providers.find("module.Good")).isPresent();
        assertThat(providers.find("Good")).isEmpty();
        assertThat(providers.names()).containsExactly("good", "module.Good");
        assertThat(providers.broken()).isEmpty();
    }

    @Test
    void reportsAMissingClassAndGoesOn() throws IOException {
        Providers<Factory> providers = discover(jarNaming("gone", "no.such.Factory"), jar("good", Good.class));

        assertThat(providers.find("good")).isPresent();
        assertThat(providers.broken()).singleElement().asString().contains("no.such.Factory");
    }

    @Test
    void reportsAConstructorThatThrows() throws IOException {
        Providers<Factory> providers = discover(jar("bad", Throwing.class, BrokenInitializer.class, Good.class));

        assertThat(providers.find("good")).isPresent();
        assertThat(providers.broken()).hasSize(2);
        assertThat(providers.broken().get(0)).contains("Throwing", "out of order");
        assertThat(providers.broken().get(1)).contains("BrokenInitializer");
    }

    @Test
    void reportsAClassOfAnotherType() throws IOException {
        Providers<Factory> providers = discover(jar("other", NoFactory.class, Good.class));

        assertThat(providers.find("good")).isPresent();
        assertThat(providers.broken()).singleElement().asString().contains("NoFactory", "not a subtype");
    }

    @Test
    void reportsAMalformedListOfServices() throws IOException {
        Providers<Factory> providers =
                discover(jarNaming("malformed", "this is no class name"), jar("good", Good.class));

        assertThat(providers.find("good")).isPresent();
        assertThat(providers.broken()).singleElement().asString().contains("malformed.jar");
    }

    @Test
    void reportsATooHighLevel() throws IOException {
        Providers<Factory> providers = discover(jar("newer", Newer.class, Good.class));

        assertThat(providers.find("good")).isPresent();
        assertThat(providers.broken())
                .singleElement()
                .asString()
                .contains("Newer", "newer.jar", "level 99", "use a newer hub-api");
    }

    @Test
    void reportsAFactoryThatCannotSayWhatItIs() throws IOException {
        Providers<Factory> providers = discover(jar("odd", Nameless.class, Shouting.class, Good.class));

        assertThat(providers.all()).extracting(ProviderFactory::id).containsExactly("good");
        assertThat(providers.broken()).hasSize(2);
        assertThat(providers.broken().get(0)).contains("Nameless", "odd.jar");
        assertThat(providers.broken().get(1)).contains("\"SHOUT\"", "lower-case");
    }

    @Test
    void endsWhenTheClassPathCannotBeListed() {
        ClassLoader broken = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk on fire");
            }
        };

        assertThat(Providers.discover(Factory.class, broken).broken())
                .singleElement()
                .asString()
                .contains("disk on fire");
    }

    @Test
    void namesBothJarsThatClaimTheSameName() throws IOException {
        Path first = jar("first one", Good.class);
        Path second = jar("second", Rival.class);

        assertThatThrownBy(() -> discover(first, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("\"good\"", "first one.jar", "second.jar", "remove one");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(Providers.discover(Factory.class, getClass().getClassLoader())
                        .all())
                .isEmpty();
    }

    @Test
    void prefersWhatIsGivenExplicitly() {
        Good mine = new Good();
        Providers<Factory> merged = Providers.<Factory>of(mine).orElse(Providers.of(new Rival(), new Newer()));

        assertThat(merged.find("good")).contains(mine);
        assertThat(merged.find("newer")).isPresent();
        assertThat(merged.all()).hasSize(2);
    }

    private Providers<Factory> discover(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return Providers.discover(Factory.class, new OwnClassesFirst(urls));
    }

    private Path jar(String name, Class<?>... classes) throws IOException {
        Path file = folder.resolve(name + ".jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            List<String> names = List.of(classes).stream().map(Class::getName).toList();
            add(
                    jar,
                    "META-INF/services/" + Factory.class.getName(),
                    String.join("\n", names).getBytes());
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(path)) {
                    add(jar, path, bytes.readAllBytes());
                }
            }
        }
        return file;
    }

    private Path jarNaming(String name, String line) throws IOException {
        Path file = folder.resolve(name + ".jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            add(jar, "META-INF/services/" + Factory.class.getName(), line.getBytes());
        }
        return file;
    }

    private static void add(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }

    /** Takes the factories from the jars though the tests' own class path has them too. */
    private static final class OwnClassesFirst extends URLClassLoader {

        OwnClassesFirst(URL[] urls) {
            super(urls, ProvidersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    return findClass(name);
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    /** A kind of provider that nobody else has. */
    public interface Factory extends ProviderFactory<Provider> {
        @Override
        default Schema schema() {
            return Schema.of("Test");
        }

        @Override
        default Provider create(Settings settings, ProviderContext context) {
            return new Provider() {};
        }

        @Override
        default int spiLevel() {
            return Providers.SPI_LEVEL;
        }
    }

    public static final class Good implements Factory {
        @Override
        public String id() {
            return "good";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("module.Good");
        }
    }

    public static final class Rival implements Factory {
        @Override
        public String id() {
            return "good";
        }
    }

    public static final class Newer implements Factory {
        @Override
        public String id() {
            return "newer";
        }

        @Override
        public int spiLevel() {
            return 99;
        }
    }

    public static final class Throwing implements Factory {
        public Throwing() {
            throw new IllegalStateException("out of order");
        }

        @Override
        public String id() {
            return "throwing";
        }
    }

    public static final class BrokenInitializer implements Factory {
        private static final int NUMBER = Integer.parseInt("none");

        @Override
        public String id() {
            return "initializer" + NUMBER;
        }
    }

    public static final class Nameless implements Factory {
        @Override
        public String id() {
            throw new UnsupportedOperationException("no name yet");
        }
    }

    public static final class Shouting implements Factory {
        @Override
        public String id() {
            return "SHOUT";
        }
    }

    public static final class NoFactory {}
}
