package dev.hubwright.hub.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ProxyDependenciesTest {

    private final JavaClasses proxy = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hubwright.hub.proxy");

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
