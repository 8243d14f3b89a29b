package dev.hubwright.hub.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import org.junit.jupiter.api.Test;

class ProxyDependenciesTest {

    private final JavaClasses proxy = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hubwright.hub.proxy");

    @Test
    void areVertxAndTheRoutesOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "javax.crypto..",
                                "io.vertx.core..",
                                "io.netty..",
                                "org.slf4j",
                                "dev.hubwright.hub.proxy")
                        .or(belongToAnyOf(Routes.class, ProviderException.class, Secret.class)))
                .check(proxy);
    }

    @Test
    void spareTheRulesVertx() {
        noClasses()
                .that(belongToAnyOf(
                        RouteTable.class,
                        Target.class,
                        HeaderRules.class,
                        UriRules.class,
                        Activity.class,
                        ErrorPages.class,
                        PlainErrorPages.class,
                        ProxyLimits.class))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", "dev.hubwright.."))
                        .or(belongToAnyOf(ClientSide.class, Exchange.class, Worker.class)))
                .check(proxy);
    }
}
