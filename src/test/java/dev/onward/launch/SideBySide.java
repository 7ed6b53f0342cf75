package dev.onward.launch;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * A servlet container with the WAR at {@code /a} and at {@code /b}; if a jar is named too, an application with that
 * ONNX Runtime came first.
 */
final class SideBySide {

    private SideBySide() {}

    public static void main(String[] args) throws Exception {
        Path war = Path.of(args[0]);
        Path work = Path.of(args[1]);
        if (args.length > 2) {
            load(Path.of(args[2]));
        }
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new ContextHandlerCollection(
                application(server, "/a", war, work.resolve("a")), application(server, "/b", war, work.resolve("b"))));
        server.start();
        System.out.println("the container is listening at http://127.0.0.1:" + connector.getLocalPort() + "/");
        server.join();
    }

    private static WebAppContext application(Server server, String path, Path war, Path work) {
        WebAppContext application = new WebAppContext();
        application.setContextPath(path);
        application.setWarResource(ResourceFactory.of(server).newResource(war));
        application.setTempDirectory(work.toFile());
        application.setDefaultsDescriptor(null);
        return application;
    }

    private static void load(Path runtime) throws Exception {
        // Never closed: the native library lives as long.
        @SuppressWarnings("resource")
        ClassLoader loader =
                new URLClassLoader(new URL[] {runtime.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        loader.loadClass("ai.onnxruntime.OrtEnvironment")
                .getMethod("getEnvironment")
                .invoke(null);
    }
}
