package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.TokenAnswer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microsoft's clouds: each has hosts of its own, and nothing goes to those of another one. */
class CloudTest {

    private Journey journey;
    private CloudProxy proxy;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
        proxy = new CloudProxy(journey.entra.port());
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        journey.close();
    }

    @ParameterizedTest
    @CsvSource({
        "login.microsoftonline.com, graph.microsoft.com, https://database.windows.net/",
        "login.microsoftonline.us, graph.microsoft.us, https://database.usgovcloudapi.net/",
        "login.partner.microsoftonline.cn, microsoftgraph.chinacloudapi.cn, https://database.chinacloudapi.cn/"
    })
    void goesToItsOwnHostsAlone(String login, String graph, String database) throws Exception {
        journey.entra.name = "https://" + login;
        journey.entra.graphName = "https://" + graph;
        journey.entra.mostGroups = 0;
        journey.entra.person("ann").groups.add(UUID.randomUUID().toString());
        journey.by(proxy.address())
                .unset("authority_host")
                .set("graph_url", "https://" + login + "/")
                .set("graph_endpoint", "https://" + graph)
                .set("manage_groups", true);

        AuthResult.Granted ann = journey.granted();
        TokenAnswer answer = journey.authenticator().token(ann.identity(), ann.authState(), database);

        assertThat(ann.identity().groups().orElseThrow()).hasSize(1);
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        assertThat(SignedJWT.parse(((TokenAnswer.Issued) answer).value().reveal())
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(database);
        assertThat(proxy.hosts()).containsExactlyInAnyOrder(login, graph);
    }

    @ParameterizedTest
    @CsvSource({
        "login.microsoftonline.us, https://sts.windows.net/",
        "login.partner.microsoftonline.cn, https://sts.chinacloudapi.cn/"
    })
    void hasAnIssuerOfItsOwnForTokensOfVersionOne(String login, String issuer) throws Exception {
        journey.entra.name = "https://" + login;
        journey.by(proxy.address()).set("authority_host", "https://" + login).set("accept_v1_tokens", true);
        journey.entra.idClaims = (claims, asked) -> claims.put("iss", issuer + claims.get("tid") + "/");

        assertThat(journey.granted().identity().name()).isEqualTo("ann@contoso.example");

        journey.entra.idClaims = (claims, asked) -> claims.put("iss", "https://sts.evil.example/" + claims.get("tid"));
        assertThat(journey.logIn(journey.authenticator(), "ann")).isInstanceOf(AuthResult.Denied.class);
    }
}
