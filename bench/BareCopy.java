import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/**
 * The least that a servlet on the same server can do with a file: it stores the body, and then sends it back. {@code
 * java -cp … BareCopy.java PORT}.
 */
public final class BareCopy {

    private BareCopy() {}

    public static void main(String[] arguments) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Copying()), "/*");
        Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
        server.setHandler(context);
        server.start();
        server.join();
    }

    private static final class Copying extends HttpServlet {

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Path file = Files.createTempFile("copy", ".csv");
            try {
                Files.copy(request.getInputStream(), file, StandardCopyOption.REPLACE_EXISTING);
                response.setContentType("text/csv");
                response.setContentLengthLong(Files.size(file));
                Files.copy(file, response.getOutputStream());
            } finally {
                Files.delete(file);
            }
        }
    }
}
