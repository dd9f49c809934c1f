// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * A port that can be listened on again. The system takes ports of its own range for connections
 * that go out, and so, while nobody listens, the very port that a client keeps trying to reach.
 */
public final class StablePort {
  private static final int LOWEST = 20_000;
  private static final int PORTS = 12_000;
  private static final int TRIES = 100;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private StablePort() {}

  /** Returns a free port of loopback below the ranges of Linux and macOS. */
  public static int find() {
    Random random = new Random();
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + random.nextInt(PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
