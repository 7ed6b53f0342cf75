package dev.onward.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where web.xml sends what the container itself refuses, so that it too is answered in the caller's format. */
final class ContainerError extends HttpServlet {

    private final transient ErrorAnswers errors;

    ContainerError(ErrorAnswers errors) {
        this.errors = errors;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            throw new HttpException(404, "there is nothing at " + request.getRequestURI());
        }
        ErrorFilter.begin(request, response);
        errors.fromContainer(request, response);
    }
}
