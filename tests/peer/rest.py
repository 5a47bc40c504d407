"""The REST calls. What the server refuses is HTTP 200 too, with a `status` that says so."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from backend import DETECTORS, Backend
from recording import Recording

SUBSAMPLING_FACTOR = 4
"""ImSwitch's default: every fourth pixel and row is sent."""


def calls(backend: Backend) -> ASGIApp:
    """All calls, each remembered when it comes in."""
    router = Router(routes(backend))

    async def remembered(scope: Scope, receive: Receive, send: Send) -> None:
        backend.remember_request(f"{scope['path']}?{scope['query_string'].decode()}")
        await router(scope, receive, send)

    return remembered


def routes(backend: Backend) -> list[Route]:
    """Each call by its path."""

    async def version(_: Request) -> JSONResponse:
        return JSONResponse({"version": "v2.1.193"})

    async def detector_names(_: Request) -> JSONResponse:
        return JSONResponse(DETECTORS)

    async def live_view_active(_: Request) -> JSONResponse:
        return JSONResponse(bool(backend.streams))

    async def active_streams(_: Request) -> JSONResponse:
        streams = [{"detector": detector, "protocol": protocol} for detector, protocol in backend.streams.items()]
        return JSONResponse({"status": "success", "active_streams": streams})

    async def stream_parameters(request: Request) -> JSONResponse:
        detector = request.query_params.get("detectorName", DETECTORS[0])
        protocol = request.query_params.get("protocol", "jpeg")
        params = {"detector_name": detector, "protocol": protocol, "subsampling_factor": SUBSAMPLING_FACTOR}
        return JSONResponse({"status": "success", "detector": detector, "protocol": protocol, "params": params})

    async def start(request: Request) -> JSONResponse:
        detector = request.query_params.get("detectorName", DETECTORS[0])
        protocol = request.query_params.get("protocol", "jpeg")
        if detector not in DETECTORS:
            return JSONResponse({"status": "error", "message": repr(detector)})
        if protocol != "jpeg":
            return JSONResponse({"status": "error", "message": f"Unknown protocol: {protocol}"})
        if detector in backend.streams:
            return JSONResponse({"status": "already_running", "protocol": backend.streams[detector]})
        await backend.start(detector, protocol)
        params = {"detector_name": detector, "protocol": protocol}
        return JSONResponse({"status": "success", "detector": detector, "protocol": protocol, "params": params})

    async def stop(request: Request) -> JSONResponse:
        first = next(iter(backend.streams), DETECTORS[0])
        detector = request.query_params.get("detectorName", first)
        if detector not in backend.streams:
            return JSONResponse({"status": "not_running", "message": f"No stream for {detector}"})
        protocol = await backend.stop(detector)
        return JSONResponse({"status": "success", "detector": detector, "protocol": protocol})

    recording = Recording()

    async def recording_status(_: Request) -> JSONResponse:
        return JSONResponse(recording.status())

    async def start_recording(request: Request) -> JSONResponse:
        recording.start(int(request.query_params.get("mSaveFormat", 1)))
        return JSONResponse(recording.place())

    async def stop_recording(_: Request) -> Response:
        if not recording.format:
            return PlainTextResponse("Internal Server Error", status_code=500)
        recording.stop()
        return JSONResponse(recording.place())

    async def download(request: Request) -> Response:
        if request.path_params["path"] != (recording.format and recording.path) or not recording.content:
            return JSONResponse({"detail": "Not Found"}, status_code=404)
        if request.headers.get("range") == "bytes=0-0":
            content_range = {"content-range": f"bytes 0-0/{len(recording.content)}"}
            return Response(recording.content[:1], status_code=206, headers=content_range)
        return Response(recording.content)

    async def laser_names(_: Request) -> JSONResponse:
        return JSONResponse([])

    return [
        Route("/version", version),
        Route("/LaserController/getLaserNames", laser_names),
        Route("/RecordingController/getRecordingStatus", recording_status),
        Route("/RecordingController/startRecording", start_recording),
        Route("/RecordingController/stopRecording", stop_recording),
        Route("/FileManager/download/{path:path}", download),
        Route("/SettingsController/getDetectorNames", detector_names),
        Route("/LiveViewController/getLiveViewActive", live_view_active),
        Route("/LiveViewController/getActiveStreams", active_streams),
        Route("/LiveViewController/getStreamParameters", stream_parameters),
        Route("/LiveViewController/startLiveView", start, methods=["POST"]),
        Route("/LiveViewController/stopLiveView", stop),
    ]
