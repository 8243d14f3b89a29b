package dev.hubwright.api.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Real things that tests run against where they are found. */
public enum Engine {
    /** A {@code jupyterhub-singleuser} on the path. */
    JUPYTER("jupyterhub-singleuser"),
    /** JupyterHub itself, for what stands behind any hub. */
    JUPYTERHUB("jupyterhub"),
    /** curl, for what guides do with it. */
    CURL("curl"),
    /** Chromium, for tests in a browser. */
    BROWSER("chromium"),
    /** A Docker engine that answers. */
    DOCKER("docker") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> fails("docker", "info"));
        }
    },
    /** An image {@code local/notebook:1} on the Docker engine, whose command is a {@code jupyterhub-singleuser}. */
    NOTEBOOK_IMAGE("docker") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> fails("docker", "image", "inspect", "local/notebook:1"));
        }
    },
    /** Compose's own command, and an image {@code local/debian:12} to build upon. */
    COMPOSE("docker-compose") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> fails("docker", "image", "inspect", "local/debian:12"));
        }
    },
    /** Podman, whose API is Docker's in part. */
    PODMAN("podman"),
    /** sudo, with its check of files. */
    SUDO("visudo"),
    /** ansible-core. */
    ANSIBLE("ansible-playbook"),
    /**
     * Testcontainers on the Docker engine, with an image {@code local/debian:12} to build upon. Its own watcher would come
     * from a registry, so it has to be switched off.
     */
    TESTCONTAINERS("docker") {
        @Override
        Optional<String> missing() {
            return super.missing()
                    .or(() -> "true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
                            ? Optional.empty()
                            : Optional.of("TESTCONTAINERS_RYUK_DISABLED is not true"))
                    .or(() -> fails("docker", "image", "inspect", "local/debian:12"));
        }
    },
    /** OpenLDAP's server. */
    SLAPD("slapd"),
    /** 389 Directory Server, which FreeIPA is made of. */
    DIRSRV("ns-slapd"),
    /** Samba as a domain controller. */
    SAMBA("samba"),
    /** Node's {@code oidc-provider}, see {@link OidcProvider}. */
    OIDC_PROVIDER("node") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> NodePackage.missing(OidcProvider.PACKAGE));
        }
    },
    /** Node's {@code @azure/identity}. */
    AZURE_IDENTITY("node") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> NodePackage.missing("@azure/identity"));
        }
    },
    /** {@code axe-core}, which looks in a browser for what keeps people out of a page. */
    AXE_CORE("chromium") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> NodePackage.missing("axe-core"));
        }
    },
    /** Keycloak, see {@link Keycloak}. */
    KEYCLOAK("sh") {
        @Override
        Optional<String> missing() {
            return Keycloak.home().isPresent() ? Optional.empty() : Optional.of("Maven runs without -Pkeycloak");
        }
    },
    /** Kubernetes, by {@code KUBECONFIG}. */
    KUBERNETES("kubectl") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> fails("kubectl", "get", "--raw", "/readyz"));
        }
    },
    /** PAM's module for password files, which works without the superuser. */
    PAM_PWDFILE("id") {
        @Override
        Optional<String> missing() {
            return module("security/pam_pwdfile.so");
        }
    },
    /** PAM's module for tests, {@code pam_matrix}. */
    PAM_MATRIX("id") {
        @Override
        Optional<String> missing() {
            return module("pam_wrapper/pam_matrix.so");
        }
    },
    /** Google's module for one-time codes, and a program that computes them. */
    GOOGLE_AUTHENTICATOR("oathtool") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> module("security/pam_google_authenticator.so"));
        }
    },
    /** SSSD, with its module for PAM, and the right to give it a view of the system of its own. */
    SSSD("sssd") {
        @Override
        Optional<String> missing() {
            return super.missing()
                    .or(() -> module("security/pam_sss.so"))
                    .or(() -> fails("unshare", "--mount", "true"));
        }
    },
    /** Apache's web server. */
    APACHE("apache2"),
    /** nginx, with its check of files. */
    NGINX("nginx"),
    /** Prometheus, to be run by the tests themselves. */
    PROMETHEUS("prometheus"),
    /** PostgreSQL's server, to be run by the tests themselves. */
    POSTGRESQL("initdb"),
    /** JupyterHub's own proxy, for tests of a hub that drives it. */
    CONFIGURABLE_HTTP_PROXY("configurable-http-proxy") {
        @Override
        Optional<String> missing() {
            return super.missing().or(() -> fails("configurable-http-proxy", "--version"));
        }
    },
    /** The superuser, for tests that use accounts other than their own. */
    ROOT("id") {
        @Override
        Optional<String> missing() {
            return "root".equals(System.getProperty("user.name")) ? Optional.empty() : Optional.of("not run as root");
        }
    };

    private final String command;

    Engine(String command) {
        this.command = command;
    }

    /** Why it cannot be used; empty if it can. */
    Optional<String> missing() {
        return find(command).isPresent() ? Optional.empty() : Optional.of("no " + command + " on the PATH");
    }

    /** Whether {@code HUBWRIGHT_REQUIRE} names it. */
    boolean isRequired() {
        return Arrays.stream(
                        System.getenv().getOrDefault("HUBWRIGHT_REQUIRE", "").split(","))
                .anyMatch(name -> name.strip().toUpperCase(Locale.ROOT).equals(name()));
    }

    /** Finds a program on the path, where servers of the system are looked for too. */
    public static Optional<Path> find(String command) {
        return Stream.of(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(Path::of),
                        Stream.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/local/sbin")),
                        postgres())
                .flatMap(folders -> folders)
                .map(folder -> folder.resolve(command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Debian keeps each version's programs in a folder of their own. */
    private static Stream<Path> postgres() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin")).toList().stream();
        } catch (IOException none) {
            return Stream.of();
        }
    }

    private static Optional<String> module(String path) {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.anyMatch(folder -> Files.isReadable(folder.resolve(path)))
                    ? Optional.empty()
                    : Optional.of("no " + path + " in a folder of /usr/lib");
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private static Optional<String> fails(String... command) {
        try {
            int exitCode = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return exitCode == 0
                    ? Optional.empty()
                    : Optional.of("\"" + String.join(" ", command) + "\" ends with exit code " + exitCode);
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
