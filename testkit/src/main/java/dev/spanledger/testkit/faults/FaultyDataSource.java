// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real DataSource whose calls fail on demand, and which counts what is opened and closed.
 *
 * <pre>{@code
 * FaultyDataSource source = FaultyDataSource.over(database.dataSource());
 * source.fail(Call.COMMIT).withState("40001").after(2).times(3);
 * source.fail(Call.COMMIT).losingTheReply();
 * source.fail(Call.EXECUTE).with(() -> new OutOfMemoryError("test"));
 * source.fail(Call.CONNECT).always();
 * source.heal();
 * assertThat(source.open()).isZero();
 * }</pre>
 *
 * <p>Of several faults that a call meets, the one set first wins; each counts only calls that reach
 * it. What a driver does beyond {@code unwrap}, such as COPY, is neither counted nor failed.
 * Thread-safe.
 */
public final class FaultyDataSource extends DelegatingDataSource {
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final Map<Call, AtomicInteger> calls = new EnumMap<>(Call.class);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger dirty = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /** Wraps a DataSource, pooled or not. */
  public static FaultyDataSource over(DataSource real) {
    return new FaultyDataSource(real);
  }

  private FaultyDataSource(DataSource real) {
    super(real);
    for (Call call : Call.values()) {
      calls.put(call, new AtomicInteger());
    }
  }

  /** Lets the next call of a kind fail, once and with SQLSTATE 08001 unless the fault is told. */
  public Fault fail(Call call) {
    Fault fault = new Fault(call);
    faults.add(fault);
    return fault;
  }

  /** Forgets every fault. */
  public void heal() {
    faults.clear();
  }

  /** Returns how many calls of a kind were made, failed ones included. */
  public int calls(Call call) {
    return calls.getOrDefault(call, new AtomicInteger()).get();
  }

  /** Returns how many connections were handed out. */
  public int opened() {
    return opened.get();
  }

  /** Returns how many of them were closed. */
  public int closed() {
    return closed.get();
  }

  /** Returns how many connections are handed out and not closed: leaks, once nobody works. */
  public int open() {
    return opened() - closed();
  }

  /** Returns how many connections were open at the same time, at most. */
  public int mostOpen() {
    return mostOpen.get();
  }

  /**
   * Returns how many connections were closed with another auto-commit, isolation or read-only
   * setting than they were handed out with.
   */
  public int returnedDirty() {
    return dirty.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Optional<Fault> fault = meet(Call.CONNECT);
    if (fault.isPresent() && !fault.get().losesReply()) {
      throw Thrown.asSql(fault.get().failure());
    }
    Connection connection = real.getConnection();
    if (fault.isPresent()) {
      connection.close();
      throw Thrown.asSql(fault.get().failure());
    }
    opened.incrementAndGet();
    mostOpen.accumulateAndGet(open(), Math::max);
    return FaultyConnection.over(connection, this);
  }

  /** Counts a call and returns the fault that it meets. */
  Optional<Fault> meet(Call call) {
    calls.getOrDefault(call, new AtomicInteger()).incrementAndGet();
    return faults.stream().filter(fault -> fault.takes(call)).findFirst();
  }

  void countClosed(boolean asDirty) {
    closed.incrementAndGet();
    if (asDirty) {
      dirty.incrementAndGet();
    }
  }
}
