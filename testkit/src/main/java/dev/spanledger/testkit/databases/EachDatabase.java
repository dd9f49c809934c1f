// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once for each database, in place of {@code @Test}.
 *
 * <pre>{@code
 * @EachDatabase
 * void storesASpan(TestDatabase database) throws SQLException {
 *   ...
 * }
 * }</pre>
 *
 * <p>The test, its constructor and its {@code @BeforeEach} and {@code @AfterEach} methods may take
 * a {@link TestDatabase}: all get the same fresh one, which is closed afterwards.
 *
 * <p>PostgreSQL is the first that can be had of
 *
 * <ol>
 *   <li>the server at {@code SPANLEDGER_TEST_PG_URL} (a JDBC URL; {@code SPANLEDGER_TEST_PG_USER}
 *       and {@code SPANLEDGER_TEST_PG_PASSWORD} beside it; the user must be allowed to create
 *       databases);
 *   <li>Testcontainers, if {@code SPANLEDGER_TEST_TESTCONTAINERS=true} and a Docker engine answers;
 *   <li>an embedded server, which needs neither an installation nor Docker;
 *   <li>Testcontainers, where the embedded server cannot start.
 * </ol>
 *
 * A line starting with {@code [testkit]} on standard output says which ran.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachDatabaseExtension.class)
public @interface EachDatabase {
  /** Which databases to run on; all of them by default. */
  DatabaseKind[] value() default {};
}
