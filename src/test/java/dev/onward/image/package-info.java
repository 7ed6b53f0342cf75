/** The image, built from the Dockerfile and run by podman on a stand-in for its base: {@code src/test/image}. */
@NullMarked
package dev.onward.image;

import org.jspecify.annotations.NullMarked;
