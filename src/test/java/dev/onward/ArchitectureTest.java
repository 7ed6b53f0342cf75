package dev.onward;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.onward.repository.ModelRepository;
import dev.onward.table.RateLimitedLog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use what. Dependencies run one way, and each foreign library has one place. */
class ArchitectureTest {

    /** Each package and which of the others it may use. */
    private static final Map<String, String> ARROWS = Map.ofEntries(
            // The root, which is the API of onward-core.
            Map.entry("", "table runtime model model.card explain explanation"),
            Map.entry("table", ""),
            Map.entry("runtime", "table"),
            Map.entry("onnx", "table runtime"),
            Map.entry("onnx.guard", "table runtime onnx"),
            Map.entry("model.card", "table runtime"),
            Map.entry("model.recognition", "table runtime onnx model.card"),
            Map.entry("model", "table runtime onnx onnx.guard model.card model.recognition"),
            Map.entry("explain.graph", "table onnx model model.recognition"),
            Map.entry("explanation", ""),
            Map.entry("explain", "table model model.card explanation explain.graph"),
            Map.entry("details", "table model model.card explanation explain"),
            Map.entry("repository", "table runtime onnx onnx.guard model details"),
            Map.entry("settings", ""),
            Map.entry("compute", ""),
            Map.entry("http.body", "table"),
            Map.entry("http", "http.body settings table"),
            Map.entry("json", "table model model.card details explanation explain"),
            Map.entry("csv", "table model model.card json details explanation explain"),
            Map.entry("metrics", "model repository"),
            Map.entry("openapi", "http table runtime model model.card repository json"),
            Map.entry("serving", "http http.body openapi model repository compute runtime table csv details settings"),
            Map.entry(
                    "predict",
                    "http http.body serving openapi repository compute json csv details model model.card table settings"),
            Map.entry("page.text", "http table"),
            Map.entry("page.answer", "page.text http serving details explanation explain model model.card table"),
            Map.entry(
                    "page.model",
                    "page.text page.answer http serving openapi repository json details model model.card table settings"),
            Map.entry(
                    "page.form",
                    "page.text page.answer page.model http http.body serving openapi repository json csv details explain"
                            + " model model.card table settings"),
            Map.entry(
                    "page",
                    "page.text page.model page.form http serving openapi repository model model.card table settings"),
            Map.entry(
                    "protocol.mlflow",
                    "http http.body serving openapi repository compute json csv details model model.card table settings"),
            Map.entry(
                    "protocol.oip",
                    "http http.body serving openapi repository compute json details explanation explain model model.card runtime table settings"),
            Map.entry("ops", "http serving openapi repository compute metrics json model table settings"),
            Map.entry(
                    "app",
                    "http http.body serving openapi repository compute metrics predict page protocol.mlflow"
                            + " protocol.oip ops onnx.guard model model.card runtime table settings"),
            Map.entry("dataset", "table runtime model model.card csv"),
            Map.entry("train.data", "table model.card csv dataset"),
            Map.entry("train.estimator", "table model.card dataset train.data"),
            Map.entry("reference", "table model model.card dataset explain"),
            Map.entry("train", "table runtime model model.card dataset reference train.data train.estimator"),
            Map.entry("annotate", "table runtime model model.card csv details dataset reference onnx.guard"),
            Map.entry("launch.jetty", "settings"),
            Map.entry(
                    "launch",
                    "launch.jetty settings table runtime onnx onnx.guard model model.card repository csv dataset train annotate details"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.onward");

    private static Set<String> packages() {
        return ARROWS.keySet();
    }

    @Test
    void looksAtEveryPackage() {
        Map<String, Long> counts = CLASSES.stream()
                .collect(Collectors.groupingBy(
                        type -> type.getPackageName().replaceFirst("dev\\.onward\\.?", ""), Collectors.counting()));

        assertThat(counts.keySet()).isEqualTo(ARROWS.keySet());
        // A package of fewer classes than this was not imported in full.
        assertThat(counts.values()).allMatch(count -> count >= 2);
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyThePackagesBelowIt(String name) {
        String[] others = ARROWS.keySet().stream()
                .filter(other -> !other.equals(name)
                        && !Arrays.asList(ARROWS.getOrDefault(name, "").split(" "))
                                .contains(other))
                .map(ArchitectureTest::tree)
                .toArray(String[]::new);

        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);

        rule.check(CLASSES);
    }

    /** Models that are leased elsewhere would run without compute permits. */
    @Test
    void leasesModelsWithPermitsOnly() {
        ArchRule rule = noClasses()
                .that(resideOutsideOfPackages(tree("repository"), tree("serving"), tree("openapi")))
                .should()
                .callMethod(ModelRepository.class, "lease", Optional.class, Optional.class);

        rule.check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"table", "settings", "compute"})
    void usesTheJdkOnly(String name) {
        ArchRule rule = classes()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(tree(name), "java..", "org.jspecify.annotations.."));

        rule.check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "ai.onnxruntime, runtime onnx.guard model model.recognition",
        "com.sun.management, runtime",
        "ai.onnx.proto, onnx onnx.guard model.recognition explain.graph train.estimator annotate",
        "com.google.protobuf, onnx onnx.guard model.recognition explain.graph train.estimator annotate",
        "org.tribuo, none",
        "org.ejml, train.estimator",
        "jakarta.servlet, http http.body app",
        "javax.naming, app",
        "org.thymeleaf, http",
        "io.prometheus, metrics",
        "org.eclipse.jetty, launch launch.jetty",
        "picocli, launch",
        "de.siegmar.fastcsv, csv",
        "tools.jackson.databind, model.card openapi",
        "com.fasterxml.jackson, model.card openapi"
    })
    void usesEachLibraryInItsPlace(String library, String names) {
        String[] places =
                Arrays.stream(names.split(" ")).map(ArchitectureTest::tree).toArray(String[]::new);

        ArchRule rule = noClasses()
                .that(resideOutsideOfPackages(places))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");

        rule.check(CLASSES);
    }

    @Test
    void usesNoLibraryThatIsNotNamedHere() {
        ArchRule rule = classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.onward..",
                        "java..",
                        "com.sun.management..",
                        "javax.naming..",
                        "org.jspecify.annotations..",
                        "ai.onnxruntime..",
                        "ai.onnx.proto..",
                        "com.google.protobuf..",
                        "org.ejml..",
                        "jakarta.servlet..",
                        "org.thymeleaf..",
                        "io.prometheus..",
                        "org.eclipse.jetty..",
                        "picocli..",
                        "de.siegmar.fastcsv..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation.."));

        rule.check(CLASSES);
    }

    /** Containers log the method that a line comes from, and that of a lambda has no name that says anything. */
    @Test
    void logsNothingFromLambdas() {
        List<JavaMethodCall> lines = CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getName().equals("log")
                        && List.of(System.Logger.class.getName(), RateLimitedLog.class.getName())
                                .contains(call.getTargetOwner().getName()))
                .toList();

        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines).filteredOn(JavaMethodCall::isDeclaredInLambda).isEmpty();
    }

    /** The main class and those it needs stand at the root of the WAR, where nothing but the JDK is. */
    @Test
    void startsWithTheJdkAlone() {
        String first = "dev\\.onward\\.launch\\.(Main|Shutdown|WorkFolder)(\\$.*)?";
        ArchRule rule = classes()
                .that()
                .haveNameMatching(first)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..").or(nameMatching(first)));

        rule.check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void saysOfEveryTypeWhetherItMayBeNull(String name) throws ClassNotFoundException {
        Class<?> packageInfo = Class.forName(tree(name) + ".package-info");

        assertThat(packageInfo.isAnnotationPresent(NullMarked.class)).isTrue();
    }

    /** The package alone, without those below it, which have arrows of their own. */
    private static String tree(String name) {
        return name.isEmpty() ? "dev.onward" : "dev.onward." + name;
    }
}
