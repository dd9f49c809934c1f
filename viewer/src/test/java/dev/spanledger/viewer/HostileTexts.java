// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a span may say to make a page run it: 500 texts, each of which calls {@code hit(number)}.
 */
final class HostileTexts {
  private static final List<String> ATTACKS =
      List.of(
          "<script>HIT</script>",
          "</script><script>HIT</script>",
          "<img src=x onerror=HIT>",
          "<svg/onload=HIT>",
          "<svg><script>HIT</script></svg>",
          "<svg><animate onbegin=HIT attributeName=x dur=1s>",
          "<iframe srcdoc=\"<script>parent.HIT</script>\"></iframe>",
          "<iframe src=\"javascript:parent.HIT\"></iframe>",
          "<a href=\"javascript:HIT\">open</a>",
          "[open](javascript:HIT)",
          "[open](JaVaScRiPt&colon;HIT)",
          "![x](x\" onerror=\"HIT)",
          "<javascript:HIT>",
          "[a]: javascript:HIT\n[a]",
          "```html\n<script>HIT</script>\n```",
          "`<img src=x onerror=HIT>`",
          "**<img src=x onerror=HIT>**",
          "# <img src=x onerror=HIT>",
          "| <img src=x onerror=HIT> |\n|---|\n| <script>HIT</script> |",
          "> <script>HIT</script>",
          "- <script>HIT</script>",
          "<details open ontoggle=HIT>",
          "<input autofocus onfocus=HIT>",
          "<body onload=HIT>",
          "<video><source onerror=HIT></video>",
          "<audio src=x onerror=HIT>",
          "<object data=\"javascript:HIT\"></object>",
          "<embed src=\"javascript:HIT\">",
          "<math><mi xlink:href=\"javascript:HIT\">x</mi></math>",
          "<form action=\"javascript:HIT\"><button autofocus>x</button></form>",
          "<meta http-equiv=refresh content=\"0;url=javascript:HIT\">",
          "<link rel=stylesheet href=\"javascript:HIT\">",
          "<style>@import 'javascript:HIT';</style>",
          "<div style=\"background:url(javascript:HIT)\">x</div>",
          "<template><script>HIT</script></template>",
          "<noscript><p title=\"</noscript><img src=x onerror=HIT>\">",
          "<!--><img src=x onerror=HIT>-->",
          "<![CDATA[<script>HIT</script>]]>",
          "<title></title><script>HIT</script>",
          "${HIT}",
          "{{constructor.constructor('HIT')()}}",
          "');HIT;('",
          "\";HIT;//",
          "\\u003cscript\\u003eHIT\\u003c/script\\u003e",
          "&lt;script&gt;HIT&lt;/script&gt;",
          "javascript:HIT",
          "data:text/html,<script>parent.HIT</script>",
          "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==",
          "\u2028HIT\u2029",
          "<x onclick=HIT tabindex=1 autofocus onfocus=HIT>");

  private static final List<String> WRAPS =
      List.of(
          "%s",
          "\"%s",
          "'>%s",
          "\">%s<b title=\"",
          "</textarea></title></style></pre>%s",
          "a\n%s\nb",
          "\u0000%s",
          "%s%s",
          "{\"__html\":\"%s\"}",
          "<a\u00ad>%s");

  private HostileTexts() {}

  static List<String> all() {
    return IntStream.range(0, ATTACKS.size() * WRAPS.size()).mapToObj(HostileTexts::text).toList();
  }

  private static String text(int i) {
    String attack = ATTACKS.get(i % ATTACKS.size()).replace("HIT", "hit(" + i + ")");
    return WRAPS.get(i / ATTACKS.size()).replace("%s", attack);
  }
}
