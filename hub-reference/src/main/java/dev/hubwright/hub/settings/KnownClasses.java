package dev.hubwright.hub.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Classes that JupyterHub's users name, beside those of installed providers: which module of ours has one, or what to
 * use instead. What an installed factory answers to, the factory alone knows.
 */
final class KnownClasses {

    private static final String GROUP = "dev.hubwright:";
    private static final String OIDC = "has no provider of its own; use oidc with the issuer ";
    private static final String GENERIC =
            "has no provider of its own; use GenericOAuthenticator with the addresses of ";

    /** Modules by the ids and class names that are in them. */
    static final Map<String, List<String>> MODULES = Map.of(
            "auth-ldap", List.of("ldap", "LDAPAuthenticator"),
            "auth-azuread", List.of("azuread", "AzureAdOAuthenticator"),
            "auth-oidc", List.of("oidc", "generic-oauth", "GenericOAuthenticator"),
            "auth-pam", List.of("pam", "PAMAuthenticator"),
            "spawner-sudo", List.of("sudo", "local", "simple", "SudoSpawner", "LocalProcessSpawner"),
            "spawner-docker",
                    List.of(
                            "docker",
                            "docker-system-user",
                            "swarm",
                            "DockerSpawner",
                            "SystemUserSpawner",
                            "SwarmSpawner"),
            "spawner-k8s", List.of("kubernetes", "kubespawner", "k8s", "KubeSpawner", "KubernetesSpawner"));

    /** What to use instead of classes that have no counterpart. */
    static final Map<String, String> INSTEAD = instead(
            "GoogleOAuthenticator", OIDC + "https://accounts.google.com",
            "GitLabOAuthenticator", OIDC + "of your GitLab, https://gitlab.com",
            "CILogonOAuthenticator", OIDC + "https://cilogon.org",
            "Auth0OAuthenticator", OIDC + "https://TENANT.auth0.com/",
            "OktaOAuthenticator", OIDC + "of your Okta organisation",
            "GlobusOAuthenticator", OIDC + "https://auth.globus.org",
            "OpenShiftOAuthenticator", GENERIC + "the cluster's OAuth server",
            "GitHubOAuthenticator", GENERIC + "GitHub",
            "BitbucketOAuthenticator", GENERIC + "Bitbucket",
            "MWOAuthenticator", "has no provider: MediaWiki speaks OAuth 1",
            "MultiAuthenticator", "is built in; write JupyterHub.authenticators with a name for each",
            "FirstUseAuthenticator", "has no provider: it keeps passwords of its own; use pam, ldap or oidc",
            "NativeAuthenticator", "has no provider: it keeps passwords of its own; use pam, ldap or oidc",
            "TmpAuthenticator", "has no provider: it lets in everybody under a new name",
            "NullAuthenticator", "has no provider: a hub needs a login",
            "LTIAuthenticator", "has no provider; use oidc if the platform speaks OpenID Connect",
            "LTI11Authenticator", "has no provider; use oidc if the platform speaks OpenID Connect",
            "LTI13Authenticator", "has no provider; use oidc if the platform speaks OpenID Connect",
            "HMACAuthenticator", "has no provider",
            "SystemdSpawner", "has no provider; use local or sudo",
            "UserCreatingSpawner", "has no provider; use local or sudo",
            "WrapSpawner", "is built in; write JupyterHub.spawners with a name for each",
            "ProfilesSpawner", "is built in; write JupyterHub.spawners with a name for each",
            "BatchSpawner", "has no provider; docs/writing-a-provider.md tells how to write one",
            "SlurmSpawner", "has no provider; docs/writing-a-provider.md tells how to write one",
            "TraefikProxy", "is not needed: the hub has a proxy of its own",
            "TraefikEtcdProxy", "is not needed: the hub has a proxy of its own",
            "TraefikFileProviderProxy", "is not needed: the hub has a proxy of its own");

    /** Classes of the servers that people get, whose settings a hub never reads. */
    private static final Set<String> OF_SERVERS = Set.of(
            "NotebookApp",
            "ServerApp",
            "LabApp",
            "LabServerApp",
            "SingleUserNotebookApp",
            "SingleUserLabApp",
            "JupyterHubSingleUser",
            "MappingKernelManager",
            "MultiKernelManager",
            "KernelManager",
            "ContentsManager",
            "FileContentsManager",
            "KernelSpecManager",
            "TerminalManager",
            "ExecutePreprocessor",
            "NotebookNotary",
            "Exchange",
            "CourseDirectory",
            "LatexConfig",
            "ResourceUseDisplay");

    private KnownClasses() {}

    /** Whether a section has no effect in a hub, here as in JupyterHub. */
    static boolean isOfServers(String section) {
        return OF_SERVERS.contains(section);
    }

    /**
     * What to say of a class or id that no installed provider has.
     *
     * @param name an id, a class name, or a class name with its packages
     */
    static Optional<String> explain(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        Optional<String> module = MODULES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(simple::equalsIgnoreCase))
                .map(entry -> "is in the module " + entry.getKey() + ", which is not installed or registers no such"
                        + " provider; add " + GROUP + entry.getKey() + " to the class path")
                .findFirst();
        return module.or(() -> INSTEAD.entrySet().stream()
                .filter(entry -> isNamed(entry.getKey(), simple))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    /** By the class, or by an entry point such as {@code github}. */
    private static boolean isNamed(String type, String name) {
        return type.equals(name)
                || type.toLowerCase(Locale.ROOT)
                        .matches(Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(o?authenticator|spawner)");
    }

    private static Map<String, String> instead(String... namesAndSentences) {
        Map<String, String> table = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSentences.length; i += 2) {
            table.put(namesAndSentences[i], namesAndSentences[i + 1]);
        }
        return table;
    }
}
