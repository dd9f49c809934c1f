// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The door of this module: the tables of agent traces in one database, found or created.
 *
 * <pre>{@code
 * TraceSchema schema = TraceSchema.builder(dataSource).open();
 * schema.writer().write(rows);
 * schema.reader().list(TraceQuery.all());
 * }</pre>
 *
 * <p>Thread-safe. The {@code DataSource} stays the caller's: it is never closed here.
 */
public final class TraceSchema {
  /** A statement of maintenance may take its time, but a silent server is given up. */
  private static final Duration UPKEEP_TIMEOUT = Duration.ofMinutes(5);

  private final Database database;
  private final @Nullable DailyPartitions partitions;
  private final ContentStorage contentStorage;
  private final Duration writeTimeout;

  private TraceSchema(Database database, @Nullable DailyPartitions partitions, Builder settings) {
    this.database = database;
    this.partitions = partitions;
    this.contentStorage = settings.contentStorage;
    this.writeTimeout = settings.writeTimeout;
  }

  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /**
   * The SQL that creates everything, to be run by hand, by Flyway or by Liquibase, in the schema
   * where it shall be.
   *
   * @param partitioning ignored by SQLite
   */
  public static String script(SqlDialect dialect, Partitioning partitioning) {
    return Scripts.text(dialect, partitioning, 0);
  }

  /**
   * The SQL that brings tables of an earlier version to that of this library; writers may go on
   * meanwhile.
   *
   * @param from the newest version in {@code spanledger_schema}
   * @throws IllegalArgumentException for a version that is none, or newer
   */
  public static String upgradeScript(SqlDialect dialect, int from) {
    if (from < 1 || from > Scripts.VERSION) {
      throw new IllegalArgumentException(
          "from must be from 1 to " + Scripts.VERSION + ", but is " + from);
    }
    return Scripts.text(dialect, Partitioning.DAILY, from);
  }

  public SqlDialect dialect() {
    return database.dialect().sql();
  }

  /**
   * A new writer, for one thread at a time.
   *
   * @throws TraceSchemaException where this role or database can only be read
   */
  public SpanWriter writer() {
    return Opening.explain(
        () ->
            database.run(
                connection -> {
                  requireWritable(connection);
                  WriteLease lease = new WriteLease(writeTimeout);
                  return new SpanWriter(database, lease, partitions, contentStorage);
                }));
  }

  /** What maintenance does, for one thread at a time. */
  public Upkeep upkeep() {
    return new Upkeep(database, new WriteLease(UPKEEP_TIMEOUT), partitions);
  }

  /** A reader, for any number of threads. */
  public TraceReader reader() {
    return new TraceReader(database);
  }

  /** Answers queries in SQL that read, and nothing else; for any number of threads. */
  public ReadOnlySql readOnlySql() {
    return new ReadOnlySql(database);
  }

  /**
   * Makes what is stored about a trace equal to what follows from its spans: its row, and of its
   * spans {@code kind}, {@code usage_counted}, {@code self_duration_ms} and costs taken over.
   * Writers keep all of this right by themselves; this is for rows that somebody has changed, and
   * for spans that were deleted. Writers may write the trace meanwhile.
   *
   * @param traceId 32 lower-case hex digits
   * @return whether anything was different; false where none of its spans is stored
   * @throws TraceSchemaException where the database cannot be reached or may not be written to
   */
  public boolean repair(String traceId) {
    return Opening.explain(
        () ->
            database.inTransaction(
                connection -> Repair.run(database.dialect(), connection, traceId)));
  }

  /**
   * Prices spans again that started from {@code from} on and before {@code to}, and corrects their
   * traces' totals. A cost that a span's source has reported stays. Runs on the calling thread, in
   * transactions of 500 spans, beside any number of writers; running it again changes nothing more.
   *
   * @param pricing fills the cost columns of a row, which has the columns that a price can follow
   *     from
   * @throws TraceSchemaException where the database does not answer or refuses; what was done by
   *     then is committed, and the message says from where to go on
   */
  public RepriceReport reprice(Instant from, Instant to, Consumer<SpanRow.Builder> pricing) {
    return new Repricing(database, pricing).run(Storable.instant(from), Storable.instant(to));
  }

  /**
   * Everything that is stored about a person: rows of traces, spans with their content, scores,
   * open and quarantined spans, each a JSON object in a line, with its table. What is written
   * meanwhile may be missed.
   *
   * @param subject whose; traces count as a whole, as in {@link Erasures}
   * @param line is given one line after the other, without its end
   * @return how many
   * @throws TraceSchemaException where the database does not answer or refuses
   */
  public long export(DataSubject subject, Consumer<String> line) {
    return new SubjectExport(upkeep(), reader(), database.dialect(), line).run(subject);
  }

  private void requireWritable(Connection connection) throws SQLException {
    Catalog catalog = new Catalog(database.dialect(), connection);
    for (String table :
        List.of("agent_contents", "agent_spans", "agent_traces", "agent_quarantine")) {
      if (catalog.exists(table) && !catalog.mayWrite(table)) {
        throw new TraceSchemaException(
            "this role may not write to %1$s; run: GRANT SELECT, INSERT, UPDATE ON %1$s TO the role, and the same for the other tables"
                .formatted(database.dialect().table(table)));
      }
    }
    for (String table : List.of("agent_maintenance", "agent_erasures")) {
      if (catalog.exists(table) && !catalog.mayRead(table)) {
        throw new TraceSchemaException(
            "this role may not read %1$s, which says what was erased; run: GRANT SELECT ON %1$s TO the role"
                .formatted(database.dialect().table(table)));
      }
    }
    if (catalog.exists("agent_usage_stale") && !catalog.mayInsert("agent_usage_stale")) {
      throw new TraceSchemaException(
          "this role may not write to %1$s, which says whose usage is to be counted again; run: GRANT INSERT ON %1$s TO the role"
              .formatted(database.dialect().table("agent_usage_stale")));
    }
    if (connection.isReadOnly()) {
      throw new TraceSchemaException(
          "the DataSource gives out read-only connections; give Spanledger one that may write");
    }
    if (catalog.exists("agent_traces")) {
      database.transact(connection, this::updateNothing);
    }
  }

  /** A standby server, a read-only session and a read-only file refuse only what writes. */
  private Void updateNothing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE %s SET updated_at = updated_at WHERE 1 = 0"
              .formatted(database.dialect().table("agent_traces")));
    }
    return null;
  }

  /** Every setting has a default. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_NAME_BYTES = 63;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private final DataSource dataSource;
    private @Nullable String schema;
    private SchemaMode mode = SchemaMode.CREATE;
    private Partitioning partitioning = Partitioning.DAILY;
    private List<Column<?>> added = List.of();
    private ContentStorage contentStorage = ContentStorage.SHARED;
    private Duration writeTimeout = Duration.ofSeconds(10);
    private Executor around = Runnable::run;
    private Clock clock = Clock.systemUTC();

    private Builder(DataSource dataSource) {
      this.dataSource =
          Objects.requireNonNull(
              dataSource, "dataSource is null: give the DataSource that the traces shall go to");
    }

    /**
     * The PostgreSQL schema that holds the tables; null, the default, for the first on the
     * connection's search_path.
     */
    public Builder schema(@Nullable String schema) {
      if (schema != null && !isIdentifier(schema)) {
        throw new IllegalArgumentException(
            "schema must have 1 to 63 bytes of text, but is '" + schema + "'");
      }
      this.schema = schema;
      return this;
    }

    /** PostgreSQL would cut a longer name, and then not find it. */
    private static boolean isIdentifier(String name) {
      return !name.isBlank()
          && name.indexOf(0) < 0
          && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    /** Default CREATE. */
    public Builder mode(SchemaMode mode) {
      this.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /** How tables are made that are not there yet. Default DAILY. */
    public Builder partitioning(Partitioning partitioning) {
      this.partitioning = Objects.requireNonNull(partitioning, "partitioning");
      return this;
    }

    /** Where this process' writers store messages and long attributes. Default SHARED. */
    public Builder contentStorage(ContentStorage contentStorage) {
      this.contentStorage = Objects.requireNonNull(contentStorage, "contentStorage");
      return this;
    }

    /**
     * How long a writer waits for an answer of the server before it gives the connection up: a
     * network that drops everything looks like a slow server. From 100 milliseconds to an hour;
     * default 10 seconds. A shorter network timeout of the connection's own stays. Nothing to
     * drivers that know no such timeout; with SQLite, nine tenths of it are how long a writer waits
     * for other writers.
     *
     * @throws IllegalArgumentException outside these bounds
     */
    public Builder writeTimeout(Duration timeout) {
      if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "writeTimeout must be from 100 ms to an hour, but is " + timeout);
      }
      this.writeTimeout = timeout;
      return this;
    }

    /**
     * Columns of one's own in {@code agent_spans}, made by {@link Column#text} and its likes:
     * {@code CREATE} adds those that are missing, {@code VALIDATE} names the SQL that does, {@code
     * NONE} takes them to be there. Writers write and readers read them; a row's values for others
     * are ignored. Default none.
     *
     * @throws IllegalArgumentException for one of ours, and for two of one name
     */
    public Builder columns(List<Column<?>> columns) {
      this.added = AddedColumns.checked(columns);
      return this;
    }

    /**
     * What every use of a connection runs inside of, on the calling thread: for keeping a tracer
     * away from our SQL.
     */
    public Builder around(Executor around) {
      this.around = Objects.requireNonNull(around, "around");
      return this;
    }

    /** Which days need partitions ahead. Default the system's. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Connects, and creates or validates the tables as the mode says.
     *
     * @throws TraceSchemaException where the database cannot be reached, is not supported, lacks
     *     tables or is newer than this library; the message says what to do
     */
    public TraceSchema open() {
      Opening opening = new Opening(dataSource, schema, mode, partitioning, added, around);
      return Opening.explain(
          () -> {
            Database database = opening.database();
            return new TraceSchema(database, opening.prepare(database, today()).orElse(null), this);
          });
    }

    private LocalDate today() {
      return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
  }
}
