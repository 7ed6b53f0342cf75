/**
 * Tables: typed columns under a schema of named features, the parsing of cells, and the wording of messages. Every
 * format is read into a {@link dev.onward.table.Table}, and every model predicts from one. Depends on the JDK only.
 */
@NullMarked
package dev.onward.table;

import org.jspecify.annotations.NullMarked;
