// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a server in words of one's own, as no well-behaved client would. */
final class RawHttp {
  private static final Pattern LENGTH =
      Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE);

  private final int port;

  RawHttp(ViewerServer viewer) {
    port = viewer.port();
  }

  /** Sends a request line and headers, and answers the whole response. */
  String send(String requestLine, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(requestLine).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return response(socket.getInputStream(), requestLine.startsWith("HEAD "));
    }
  }

  /** To where it says that it ends: the server may keep the connection a while longer. */
  private static String response(InputStream in, boolean isHead) throws IOException {
    StringBuilder response = new StringBuilder();
    int end = -1;
    while (end < 0 || response.length() < end) {
      int next = in.read();
      if (next < 0) {
        return response.toString();
      }
      response.append((char) next);
      if (end > 0 && next == '\n' && endsChunks(response)) {
        return response.toString();
      }
      if (end < 0 && next == '\n' && response.indexOf("\r\n\r\n") >= 0) {
        end = isHead ? response.length() : response.length() + length(response.toString());
      }
    }
    return response.toString();
  }

  private static boolean endsChunks(StringBuilder response) {
    int at = response.length() - 7;
    return at > 0 && response.substring(at).equals("\r\n0\r\n\r\n");
  }

  private static int length(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : Integer.MAX_VALUE / 2;
  }

  String host() {
    return "Host: 127.0.0.1:" + port;
  }
}
