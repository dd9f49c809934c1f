// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether a Docker engine listens. Asked before Testcontainers is, which takes seconds and logs
 * stack traces to find out that there is none.
 */
final class DockerEngine {
  private static final int CONNECT_MILLIS = 500;

  private final Map<String, String> environment;

  DockerEngine(Map<String, String> environment) {
    this.environment = environment;
  }

  boolean answers() {
    String host = environment.get("DOCKER_HOST");
    return host == null ? usualSockets().anyMatch(DockerEngine::listens) : listens(host);
  }

  private Stream<Path> usualSockets() {
    return Stream.of(
        Path.of("/var/run/docker.sock"),
        Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"), "docker.sock"),
        Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"),
        Path.of(System.getProperty("user.home"), ".docker", "desktop", "docker.sock"));
  }

  private static boolean listens(String host) {
    URI uri = URI.create(host);
    return switch (String.valueOf(uri.getScheme())) {
      case "unix" -> listens(Path.of(uri.getPath()));
      case "tcp", "http", "https" -> listens(new InetSocketAddress(uri.getHost(), uri.getPort()));
      default -> false;
    };
  }

  private static boolean listens(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean listens(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
