// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The driver's classes may be where ours cannot see them, or not be there at all. */
class WithoutPgjdbcTest {
  @EachDatabase
  void spansAreWrittenAllTheSame(TestDatabase database) throws Exception {
    try (Loader loader = new Loader()) {
      Callable<?> writing =
          (Callable<?>)
              loader
                  .loadClass(Writing.class.getName())
                  .getConstructor(DataSource.class)
                  .newInstance(database.dataSource());
      assertThat(writing.call()).isEqualTo(2);
    }
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  @Test
  void itIsReallyHidden() throws Exception {
    try (Loader loader = new Loader()) {
      assertThat(loader.loadClass(SpanRows.class.getName())).isNotEqualTo(SpanRows.class);
      assertThatThrownBy(() -> loader.loadClass("org.postgresql.PGConnection"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  /** Runs in the loader that lacks the driver. */
  public static final class Writing implements Callable<Integer> {
    private final DataSource source;

    public Writing(DataSource source) {
      this.source = source;
    }

    @Override
    public Integer call() throws Exception {
      return Tables.in(source)
          .open()
          .writer()
          .write(List.of(SpanRows.agent(1, 1).build(), SpanRows.agent(1, 2).build()))
          .inserted();
    }
  }

  /** Everything on the class path but PostgreSQL's driver, loaded anew. */
  private static final class Loader extends URLClassLoader {
    Loader() throws Exception {
      super(urls(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls() throws Exception {
      List<String> path = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
      List<URL> urls = new ArrayList<>();
      for (String entry : path) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.postgresql.")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
