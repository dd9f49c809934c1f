// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Permissions for files that hold what people and models said: nobody but the owner's. */
final class OwnerOnly {
  private static final FileAttribute<?>[] DIRECTORY = {permissions("rwx------")};
  private static final FileAttribute<?>[] FILE = {permissions("rw-------")};
  private static final FileAttribute<?>[] NONE = {};

  private OwnerOnly() {}

  static FileAttribute<?>[] directory(Path path) {
    return isPosix(path) ? DIRECTORY.clone() : NONE;
  }

  static FileAttribute<?>[] file(Path path) {
    return isPosix(path) ? FILE.clone() : NONE;
  }

  /** Elsewhere files inherit what their directory allows. */
  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
