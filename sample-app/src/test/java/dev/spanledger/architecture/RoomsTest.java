// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What belongs in which module; docs/architecture.md says why. Runs last, because it looks at all
 * of them.
 */
class RoomsTest {
  private static final int LONGEST_FILE = 400;

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.spanledger");

  private static final List<ArchRule> RULES =
      List.of(
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.schema..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "io.opentelemetry..", "dev.spanledger.batching..", "dev.spanledger.provider..")
              .because("schema says SQL, and nothing else"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.batching..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..",
                  "javax.sql..",
                  "io.opentelemetry..",
                  "dev.spanledger.schema..",
                  "dev.spanledger.provider..")
              .because("batching waits, for whatever it is given"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.provider..")
              .should()
              .dependOnClassesThat()
              .haveFullyQualifiedName("java.sql.Connection")
              .orShould()
              .dependOnClassesThat()
              .haveFullyQualifiedName("java.sql.Statement")
              .orShould()
              .dependOnClassesThat()
              .resideInAPackage("org.jdbi..")
              .because("provider holds no SQL"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.provider..")
              .should()
              .callMethod(Thread.class, "start")
              .orShould()
              .dependOnClassesThat()
              .haveFullyQualifiedName("java.util.concurrent.Executors")
              .because("provider starts no thread: batching does"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.maintenance..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..",
                  "javax.sql..",
                  "org.jdbi..",
                  "io.opentelemetry..",
                  "dev.spanledger.batching..",
                  "dev.spanledger.provider..")
              .because("maintenance runs on a clock, and schema says the SQL"),
          classes()
              .that()
              .resideInAPackage("dev.spanledger.instrument..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  "java..",
                  "org.jspecify..",
                  "io.opentelemetry.api..",
                  "io.opentelemetry.context..",
                  "dev.spanledger.instrument..")
              .because("instrument starts spans with the OpenTelemetry API alone"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.langchain4j..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "dev.spanledger.provider..", "dev.spanledger.schema..", "io.opentelemetry.sdk..")
              .because("an integration knows its framework, not where spans go"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.otlp..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..", "javax.sql..", "org.jdbi..", "dev.spanledger.batching..")
              .because("otlp knows the protocol, and asks provider and schema for the rest"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.inspect..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..",
                  "javax.sql..",
                  "org.jdbi..",
                  "io.opentelemetry..",
                  "dev.spanledger.batching..",
                  "dev.spanledger.provider..")
              .because("inspect explains what schema has read"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.viewer..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..",
                  "javax.sql..",
                  "org.jdbi..",
                  "io.opentelemetry..",
                  "dev.spanledger.batching..",
                  "dev.spanledger.provider..")
              .because("viewer shows what schema has read"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.export..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "java.sql..", "javax.sql..", "org.jdbi..", "dev.spanledger.batching..")
              .because("export knows files, and asks schema for what is in them"),
          noClasses()
              .that()
              .doNotHaveFullyQualifiedName("dev.spanledger.otlp.Encoding")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.opentelemetry.exporter.internal..")
              .because("what OpenTelemetry calls internal may change: one class knows it"),
          noClasses()
              .that()
              .resideInAPackage("dev.spanledger.cli..")
              .should()
              .dependOnClassesThat()
              .haveFullyQualifiedName("java.sql.Statement")
              .orShould()
              .dependOnClassesThat()
              .resideInAPackage("org.jdbi..")
              .because("cli is typed at a prompt, and schema says the SQL"),
          classes()
              .that()
              .resideInAPackage("dev.spanledger.sqlexamples..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage("java..", "org.jspecify..", "dev.spanledger.sqlexamples..")
              .because("the questions are plain SQL"),
          noClasses()
              .should()
              .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
              .orShould()
              .haveSimpleNameStartingWith("Abstract")
              .because("names are the field's"),
          slices()
              .matching("dev.spanledger.(*)..")
              .should()
              .beFreeOfCycles()
              .because("modules are rooms, not a maze"));

  @TestFactory
  Stream<DynamicTest> theRoomsHoldWhatTheyShall() {
    return RULES.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(PROJECT)));
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String module :
        List.of(
            "schema",
            "batching",
            "maintenance",
            "provider",
            "instrument",
            "otlp",
            "viewer",
            "inspect",
            "cli",
            "langchain4j",
            "sqlexamples")) {
      assertThat(PROJECT)
          .as(module)
          .anyMatch(type -> type.getPackageName().startsWith("dev.spanledger." + module));
    }
  }

  @Test
  void noFileIsTooLongToReadInOneGo() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      long lines = Files.readAllLines(source).size();
      if (lines > LONGEST_FILE) {
        tooLong.add(source.getFileName() + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("src/main/java"))
              .toList();
      assertThat(sources).hasSizeGreaterThan(100);
      return sources;
    }
  }
}
