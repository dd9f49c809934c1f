// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import javax.sql.DataSource;

class WithoutArmeriaTest {
  private static final Pattern PATH = Pattern.compile(Pattern.quote(File.pathSeparator));

  @EachDatabase(DatabaseKind.SQLITE)
  @SuppressWarnings("unchecked")
  void filesAreWrittenAndTheServerSaysWhatIsMissing(TestDatabase database) throws Exception {
    String id;
    try (Viewed viewed = Viewed.of(database)) {
      id = viewed.mother.failingRun().getTraceId();
      viewed.stored();
    }
    try (URLClassLoader without =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = without.loadClass(WithoutArmeria.class.getName());
      assertThat(type).isNotEqualTo(WithoutArmeria.class);
      var program =
          (BiFunction<DataSource, String, List<String>>)
              type.getDeclaredConstructor().newInstance();
      List<String> said = program.apply(database.dataSource(), id);
      assertThat(said.get(0)).contains("id=\"data\">").endsWith("</html>\n");
      assertThat(said.get(1)).contains("com.linecorp.armeria:armeria");
    }
  }

  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : PATH.splitAsStream(System.getProperty("java.class.path")).toList()) {
      if (!entry.contains("armeria") && !entry.contains("netty")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
