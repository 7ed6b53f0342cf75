import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * Loads every class of the libraries of a web application, without initialising it, so that the start-up archive of the
 * image contains it. Part of an application that runs only while the image is built.
 */
public final class LibraryClasses implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        for (String jar : context.getResourcePaths("/WEB-INF/lib/")) {
            try (JarInputStream in = new JarInputStream(context.getResourceAsStream(jar))) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    load(entry.getName());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void load(String file) {
        if (!file.endsWith(".class") || file.startsWith("META-INF/") || file.endsWith("-info.class")) {
            return;
        }
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            // Constructors are only known of a class that has been linked, as AppCDS requires.
            Class.forName(name, false, LibraryClasses.class.getClassLoader()).getDeclaredConstructors();
        } catch (ClassNotFoundException | LinkageError e) {
            // It uses a library that the application does not have.
        }
    }
}
