package dev.onward.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The runtime's libraries for Linux, as files. */
public final class NativeLibraries {

    private NativeLibraries() {}

    /** Puts them into the folder, with one text in the place of another, which has the same length. */
    public static void unpack(Path folder, String text, String other) throws IOException {
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
        for (String library : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
            String resource = "/ai/onnxruntime/native/" + platform + "/" + library;
            try (InputStream in = Objects.requireNonNull(OrtEnvironment.class.getResourceAsStream(resource))) {
                String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                Files.writeString(
                        folder.resolve(library), bytes.replace(text + "\0", other + "\0"), StandardCharsets.ISO_8859_1);
            }
        }
    }
}
