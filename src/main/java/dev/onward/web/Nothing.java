package dev.onward.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Every path that is no other servlet's, whatever the method. */
final class Nothing extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        throw new HttpException(404, "there is nothing at " + request.getRequestURI());
    }
}
