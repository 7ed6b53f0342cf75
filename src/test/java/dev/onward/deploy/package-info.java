/** What is in deploy/ and .github/workflows: checked against its schemas, and run where that can be. */
@NullMarked
package dev.onward.deploy;

import org.jspecify.annotations.NullMarked;
