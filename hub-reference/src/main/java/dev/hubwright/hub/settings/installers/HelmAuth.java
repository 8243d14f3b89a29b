package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.Map;
import java.util.Optional;

/** The chart's {@code auth.*}, which charts before 1.0 had instead of {@code hub.config}. */
final class HelmAuth {

    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("azuread", "oauthenticator.azuread.AzureAdOAuthenticator"),
            Map.entry("google", "oauthenticator.GoogleOAuthenticator"),
            Map.entry("github", "oauthenticator.github.GitHubOAuthenticator"),
            Map.entry("gitlab", "oauthenticator.gitlab.GitLabOAuthenticator"),
            Map.entry("cilogon", "oauthenticator.CILogonOAuthenticator"),
            Map.entry("globus", "oauthenticator.globus.GlobusOAuthenticator"),
            Map.entry("mediawiki", "oauthenticator.mediawiki.MWOAuthenticator"),
            Map.entry("dummy", "dummy"),
            Map.entry("tmp", "tmpauthenticator.TmpAuthenticator"),
            Map.entry("lti", "ltiauthenticator.LTIAuthenticator"),
            Map.entry("hmac", "hmacauthenticator.HMACAuthenticator"),
            Map.entry("ldap", "ldapauthenticator.LDAPAuthenticator"));

    private final Translation translation;
    private final Statements sink;

    HelmAuth(Translation translation, Statements sink) {
        this.translation = translation;
        this.sink = sink;
    }

    static void describe(Translation translation) {
        translation
                .settings(
                        "auth.admin.access", "JupyterHub.admin_access",
                        "auth.admin.users", "Authenticator.admin_users",
                        "auth.whitelist.users", "Authenticator.allowed_users",
                        "auth.allowedUsers", "Authenticator.allowed_users",
                        "auth.scopes", "OAuthenticator.scope",
                        "auth.state.enabled", "Authenticator.enable_auth_state",
                        "auth.state.cryptoKey", "CryptKeeper.keys",
                        "auth.dummy.password", "DummyAuthenticator.password",
                        "auth.ldap.server.address", "LDAPAuthenticator.server_address",
                        "auth.ldap.server.port", "LDAPAuthenticator.server_port",
                        "auth.ldap.server.ssl", "LDAPAuthenticator.use_ssl",
                        "auth.ldap.allowedGroups", "LDAPAuthenticator.allowed_groups",
                        "auth.ldap.dn.templates", "LDAPAuthenticator.bind_dn_template",
                        "auth.ldap.dn.lookup", "LDAPAuthenticator.lookup_dn",
                        "auth.ldap.dn.search.filter", "LDAPAuthenticator.lookup_dn_search_filter",
                        "auth.ldap.dn.search.user", "LDAPAuthenticator.lookup_dn_search_user",
                        "auth.ldap.dn.search.password", "LDAPAuthenticator.lookup_dn_search_password",
                        "auth.ldap.dn.user.dnAttribute", "LDAPAuthenticator.lookup_dn_user_dn_attribute",
                        "auth.ldap.dn.user.escape", "LDAPAuthenticator.escape_userdn",
                        "auth.ldap.dn.user.validRegex", "LDAPAuthenticator.valid_username_regex",
                        "auth.ldap.dn.user.searchBase", "LDAPAuthenticator.user_search_base",
                        "auth.ldap.dn.user.attribute", "LDAPAuthenticator.user_attribute",
                        "auth.ldap.dn.user.useLookupName", "LDAPAuthenticator.use_lookup_dn_username")
                .handle("auth.type", (place, tree) -> {})
                .handle("auth.custom", (place, tree) -> {});
        oauth(
                translation,
                "azuread",
                "AzureAdOAuthenticator",
                "tenantId",
                "tenant_id",
                "usernameClaim",
                "username_claim");
        oauth(
                translation,
                "google",
                "GoogleOAuthenticator",
                "hostedDomain",
                "hosted_domain",
                "loginService",
                "login_service");
        oauth(translation, "github", "GitHubOAuthenticator", "orgWhitelist", "allowed_organizations");
        oauth(translation, "gitlab", "GitLabOAuthenticator", "gitlabGroupWhitelist", "allowed_gitlab_groups");
        oauth(translation, "cilogon", "CILogonOAuthenticator");
        oauth(translation, "globus", "GlobusOAuthenticator", "identityProvider", "identity_provider");
        oauth(translation, "mediawiki", "MWOAuthenticator", "indexUrl", "index_url");
    }

    private static void oauth(Translation translation, String type, String section, String... more) {
        String place = "auth." + type + ".";
        translation.settings(
                place + "clientId", section + ".client_id",
                place + "clientSecret", section + ".client_secret",
                place + "callbackUrl", section + ".oauth_callback_url");
        for (int i = 0; i < more.length; i += 2) {
            translation.settings(place + more[i], section + "." + more[i + 1]);
        }
    }

    void read(Tree values) {
        Optional<Tree> type = values.find("auth", "type");
        if (type.isEmpty()) {
            return;
        }
        String name = type.get().text().orElse("");
        if (CLASSES.containsKey(name)) {
            translation.set("JupyterHub.authenticator_class", CLASSES.get(name), type.get());
        } else if (name.equals("custom")) {
            custom(values, type.get());
        } else {
            sink.problem(new Problem(
                    "auth.type", "is no type that the chart knows", type.get().origin()));
        }
    }

    private void custom(Tree values, Tree type) {
        Optional<Tree> className = values.find("auth", "custom", "className");
        if (className.isEmpty()) {
            sink.problem(new Problem("auth.custom.className", "is missing", type.origin()));
            return;
        }
        String name = className.get().text().orElse("");
        translation.set("JupyterHub.authenticator_class", name, className.get());
        String section = name.substring(name.lastIndexOf('.') + 1);
        values.find("auth", "custom", "config").ifPresent(config -> config.entries()
                .forEach((key, value) -> translation.set(section + "." + key, value)));
    }
}
