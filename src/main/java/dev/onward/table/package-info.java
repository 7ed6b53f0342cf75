/**
 * What data is: typed columns under a schema of named features, and the one place where a cell becomes a value.
 * Every format reads into a {@link dev.onward.table.Table} and every model maps one. Depends on the JDK only.
 */
@NullMarked
package dev.onward.table;

import org.jspecify.annotations.NullMarked;
