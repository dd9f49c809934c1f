// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every name that the dictionary's classes mention, read from their constants: an attribute that
 * somebody teaches the dictionary tomorrow is in here without anyone thinking of it.
 */
final class AttributeVocabulary {
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_]*([.:][a-zA-Z0-9_]+)*[.]?");

  private AttributeVocabulary() {}

  static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> classes = Files.walk(classes())) {
      for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
        constants(Files.readAllBytes(file)).stream()
            .filter(text -> NAME.matcher(text).matches())
            .forEach(names::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(names);
  }

  private static Path classes() {
    try {
      return Path.of(Spanledger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The texts of a class file's constant pool: JVMS §4.4. */
  private static List<String> constants(byte[] classFile) throws IOException {
    List<String> texts = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.skipNBytes(8); // magic, versions
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.add(in.readUTF());
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long or a double takes two places
        }
        case 15 -> in.skipNBytes(3);
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        default -> in.skipNBytes(4);
      }
    }
    return texts;
  }
}
