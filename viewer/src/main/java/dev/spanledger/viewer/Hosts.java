// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the server answers. A page of a foreign site can make a browser ask by a name
 * of its own that leads here; it cannot make it lie about that name. Immutable.
 */
final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** No name can be made to look like one. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  private final Set<String> configured;
  private final boolean byAddress;

  /**
   * @param configured names besides those of the loopback interface, in lower case
   * @param byAddress whether any IP address will do, because the server listens on all of them
   */
  Hosts(Set<String> configured, boolean byAddress) {
    this.configured = configured;
    this.byAddress = byAddress;
  }

  /**
   * Refuses a request that came by another name, or from another page.
   *
   * @param authority the header Host: a name, mostly with a port
   * @param origin the header Origin
   * @param site the header Sec-Fetch-Site, which browsers send
   */
  void check(@Nullable String authority, @Nullable String origin, @Nullable String site) {
    if (authority == null || !isOurs(name(authority))) {
      throw Refusal.foreign(
          "This server does not answer under that name.",
          "Use http://127.0.0.1 or http://localhost, or name the host when the server is started.");
    }
    boolean isForeign = origin != null && !isAt(authority, origin);
    if (isForeign || "cross-site".equals(site) || "same-site".equals(site)) {
      throw Refusal.foreign("Other pages may not ask this server.", "Open the server's own page.");
    }
  }

  private boolean isOurs(String name) {
    return LOOPBACK.contains(name)
        || configured.contains(name)
        || (byAddress && ADDRESS.matcher(name).matches());
  }

  private static String name(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
    return end <= 0 ? lower : lower.substring(0, end);
  }

  /** Whether an address is one of this very server, its port included. */
  static boolean isAt(@Nullable String authority, String address) {
    return authority != null && authority.equalsIgnoreCase(authorityOf(address));
  }

  private static @Nullable String authorityOf(String origin) {
    try {
      return new URI(origin).getRawAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
