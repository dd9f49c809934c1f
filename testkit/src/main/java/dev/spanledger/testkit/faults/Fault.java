// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A fault of a {@link FaultyDataSource}: at first the next call throws an SQLException of SQLSTATE
 * 08001, once. Thread-safe.
 */
public final class Fault {
  private final Call call;
  private Supplier<? extends Throwable> failure = stateOf("08001");
  private int skip;
  private int times = 1;
  private boolean losesReply;

  Fault(Call call) {
    this.call = call;
  }

  /** Lets this many calls pass first. */
  public synchronized Fault after(int calls) {
    skip = calls;
    return this;
  }

  /** Fails this many calls. */
  public synchronized Fault times(int calls) {
    times = calls;
    return this;
  }

  /** Fails until {@link FaultyDataSource#heal()}. */
  public Fault always() {
    return times(Integer.MAX_VALUE);
  }

  /** Throws an SQLException of this SQLSTATE. */
  public Fault withState(String sqlState) {
    return with(stateOf(sqlState));
  }

  /** Throws this: an SQLException, an unchecked exception or an Error. */
  public synchronized Fault with(Supplier<? extends Throwable> newFailure) {
    failure = newFailure;
    return this;
  }

  /** Throws after the call has really happened, as when a connection dies before the reply. */
  public synchronized Fault losingTheReply() {
    losesReply = true;
    return this;
  }

  /** Called once for each call; returns whether that call must fail. */
  synchronized boolean takes(Call made) {
    if (made != call || times == 0) {
      return false;
    }
    if (skip > 0) {
      skip--;
      return false;
    }
    times = times == Integer.MAX_VALUE ? times : times - 1;
    return true;
  }

  synchronized boolean losesReply() {
    return losesReply;
  }

  synchronized Throwable failure() {
    return failure.get();
  }

  private static Supplier<SQLException> stateOf(String sqlState) {
    return () -> new SQLException("Injected fault " + sqlState, sqlState);
  }
}
