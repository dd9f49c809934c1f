/**
 * Databases for tests: a fresh SQLite file or PostgreSQL database for each test, and a PostgreSQL
 * server that can be stopped and killed.
 */
@NullMarked
package dev.spanledger.testkit.databases;

import org.jspecify.annotations.NullMarked;
