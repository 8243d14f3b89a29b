package dev.hubwright.hub;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.api.spawn.Spawner;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The rules that keep the parts usable one by one; the enforcer sees dependencies, this sees code. */
class ArchitectureTest {

    private static final String API = "dev.hubwright.api..";
    private static final String HUB = "dev.hubwright.hub..";
    private static final String PROXY = "dev.hubwright.hub.proxy..";
    private static final String[] PROVIDERS = {"dev.hubwright.auth..", "dev.hubwright.spawner.."};
    private static final String[] LIBRARIES = {API, "dev.hubwright.auth..", "dev.hubwright.spawner.."};

    /** What lies in test jars. */
    private static final ImportOption NO_CONTRACTS = location -> !location.contains("/dev/hubwright/api/contract/")
            && !location.contains("/dev/hubwright/auth/ldap/servers/")
            && !location.contains("/dev/hubwright/auth/azuread/entra/");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(NO_CONTRACTS)
            .importPackages("dev.hubwright");

    @Test
    void seesTheProductionClasses() {
        assertThat(CLASSES.contain(Spawner.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void theApiStandsOnTheJdkAndSlf4jAlone() {
        classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(API, "java..", "javax.crypto..", "org.slf4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(API)
                // Applications behind a hub ask it over HTTP, with what the JDK has.
                .and()
                .resideOutsideOfPackage("dev.hubwright.api.oauth..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void theHubCompilesAgainstNoProvider() {
        noClasses()
                .that()
                .resideInAPackage(HUB)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROVIDERS)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void librariesLeaveTheProcessToTheApplication() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                // The application of a process of its own.
                .and()
                .doNotHaveFullyQualifiedName("dev.hubwright.auth.pam.SessionHolder")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethodWhere(target(name("addShutdownHook")))
                .orShould()
                .callMethodWhere(target(name("printStackTrace")))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void librariesAskNobodyForTheEnvironment() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .callMethodWhere(target(owner(type(System.class))).and(target(name("getenv"))))
                .because("ProviderContext.environment() holds what a provider may see")
                .check(CLASSES);
    }

    @Test
    void librariesAskNobodyForPropertiesOfTheJvm() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                // How the JDK encodes the arguments of processes is said by a property alone.
                .and()
                .doNotHaveFullyQualifiedName("dev.hubwright.spawner.sudo.NarrowLocale")
                .should()
                .callMethodWhere(target(owner(type(System.class))).and(target(nameStartingWith("getPropert"))))
                .because("settings come from Settings")
                .check(CLASSES);
    }

    @Test
    void librariesKeepNothingInStatics() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LIBRARIES)
                .and()
                .areStatic()
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void librariesTouchNoFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                // It looks at processes under /proc and writes the logs of servers.
                .and()
                .resideOutsideOfPackage("dev.hubwright.spawner.sudo..")
                // They read files that settings name: what Docker's own tools have, and certificates.
                .and()
                .haveNameNotMatching(
                        "dev.hubwright.spawner.docker.(CredentialProgram|DockerFolder|EngineAddresses|EngineKeys)")
                .and()
                .haveNameNotMatching("dev.hubwright.auth.(ldap|oidc).Tls")
                .and()
                .haveNameNotMatching("dev.hubwright.auth.azuread.NamedFiles")
                .and()
                // A pod has its service account in files, and people have their kubeconfig.
                .haveNameNotMatching("dev.hubwright.spawner.k8s.ClusterAddress")
                .and()
                // libpam does not tell what a service consists of, nor that it has no file.
                .haveNameNotMatching("dev.hubwright.auth.pam.(PamStack|Surroundings|HelperProcess)")
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        Files.class,
                        File.class,
                        FileInputStream.class,
                        FileOutputStream.class,
                        FileReader.class,
                        FileWriter.class,
                        RandomAccessFile.class,
                        FileChannel.class))
                .check(CLASSES);
    }

    @Test
    void librariesRunNoCommands() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                // Starting processes is what it is for.
                .and()
                .resideOutsideOfPackage("dev.hubwright.spawner.sudo..")
                // The JDK has no way to ask the name service.
                .and()
                .doNotHaveFullyQualifiedName("dev.hubwright.api.GetentAccounts")
                .and()
                // A PAM session changes the process that opens it, and accounts are made by the system's own command.
                .haveNameNotMatching("dev.hubwright.auth.pam.(AccountMaker|HelperProcess|Sessions)")
                // Registries keep passwords behind programs, "docker-credential-*", that Docker runs as well.
                .and()
                .doNotHaveFullyQualifiedName("dev.hubwright.spawner.docker.CredentialProgram")
                .should()
                .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class))
                .orShould()
                .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
                .check(CLASSES);
    }

    @Test
    void noPackagesDependOnEachOther() {
        slices().matching("dev.hubwright.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void providersShowTheirFactoryAndConfigOnly() {
        classes()
                .that()
                .resideInAnyPackage(PROVIDERS)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                // An operator's own code, as KubeSpawner's modify_pod_hook is.
                .doNotHaveFullyQualifiedName("dev.hubwright.spawner.k8s.PodModifier")
                .should()
                .haveNameMatching(".*(Factory|Config)")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(CLASSES);
    }

    @Test
    void theProxyKnowsRoutesAndNothingElseOfTheHub() {
        classes()
                .that()
                .resideInAPackage(PROXY)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(PROXY, "java..", "javax.crypto..", "io.vertx..", "io.netty..", "org.slf4j..")
                                .or(belongToAnyOf(Routes.class, ProviderException.class, Secret.class)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nobodyIsTiedToOneLoggingBinding() {
        noClasses()
                .that()
                // What Logback itself makes, where it is there.
                .resideOutsideOfPackages("dev.hubwright.hub.log", "dev.hubwright.hub.cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ch.qos.logback..", "dev.hubwright.hub.log..", "org.apache.logging..", "java.util.logging..")
                .check(CLASSES);
    }
}
