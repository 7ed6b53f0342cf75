package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The content of the jar. */
@Tag("spark")
class ShadedJarIT {

    /** The packages of others that Spark or a user may have in another version have other names here. */
    @Test
    void hasNoClassThatOthersMayHaveToo() throws IOException {
        List<String> names = names();

        assertThat(names).contains("dev/onward/spark/OnwardModel.class", "META-INF/LICENSE");
        assertThat(names).anyMatch(name -> name.startsWith("dev/onward/spark/shaded/protobuf/"));
        assertThat(names).anyMatch(name -> name.endsWith("linux-x64/libonnxruntime.so"));
        assertThat(names.stream().filter(name -> name.endsWith(".class")))
                .allMatch(name -> name.matches("(META-INF/versions/\\d+/)?(dev/onward/|ai/onnxruntime/).*"));
        assertThat(names).noneMatch(name -> name.contains(".dSYM") || name.startsWith("org/apache/spark/"));
    }

    private static List<String> names() throws IOException {
        try (JarFile jar = new JarFile(Cluster.JAR)) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }
}
