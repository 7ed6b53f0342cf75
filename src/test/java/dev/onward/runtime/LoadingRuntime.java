package dev.onward.runtime;

import dev.onward.model.Model;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that opens a model twice in each of several class loaders, and prints a line each time. */
public final class LoadingRuntime {

    private LoadingRuntime() {}

    public static void main(String[] args) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            // Never closed: the native library lives as long.
            @SuppressWarnings("resource")
            ClassLoader loader =
                    new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            loader.loadClass(LoadingRuntime.class.getName())
                    .getMethod("open", String.class)
                    .invoke(null, args[1]);
        }
    }

    public static void open(String file) {
        for (int i = 0; i < 2; i++) {
            try (Model model = Model.open(Path.of(file))) {
                System.out.println("opened " + model.name());
            } catch (ModelException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
